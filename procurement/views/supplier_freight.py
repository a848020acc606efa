"""What a supplier charges for sending: one page to look at it and change it."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shop.produce import freight, provinces
from shop.user.desks import supplier_desk

from ..forms.freight import FreightForm, initial_of


@require_http_methods(["GET", "HEAD", "POST"])
@supplier_desk
def edit(request, partner):
    template = freight.of_supplier(partner)
    if request.method != "POST":
        return _render(request, partner, FreightForm(initial=initial_of(template)))
    form = FreightForm(request.POST)
    if not form.is_valid():
        return _render(request, partner, form, status=422)
    freight.keep(partner=partner, at=timezone.now(), **form.terms())
    messages.success(request, "运费已保存，从现在起的新订单照此计算；已下的订单不变。")
    return redirect("supplier:freight", partner.code)


def _render(request, partner, form, *, status=200):
    no_weight = Q(product__dossier__gross_weight_kg=None, product__dossier__net_weight_g=None)
    template = freight.of_supplier(partner)
    context = {
        "partner": partner,
        "form": form,
        "template": template,
        "home_words": freight.Rate(template, provinces.home_code()).words,
        "home_name": provinces.home(),
        "unserved": [area for area in template.areas.all() if not area.is_served] if template else [],
        "unweighed_count": partner.stockrecords.filter(no_weight, product__is_public=True).count(),
    }
    return render(request, "supplier/freight.html", context, status=status)
