"""The basket: look at it, change it, add to it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from oscar.core.loading import get_model

from procurement.models import Role, Unit
from shop.produce import products, provinces
from shop.user import ways_back

from . import contents, destination, lines, origins
from .forms import AddForm, QuantitiesForm

Product = get_model("catalogue", "Product")

# Session key: what was just taken out, offered once for putting back.
REMOVED = "basket_removed"


@never_cache
@require_http_methods(["GET", "POST"])
def summary(request):
    found = contents.of(request.basket, to=destination.of(request))
    if request.method == "POST":
        return _change(request, found)
    return _render(request, found, QuantitiesForm(rows=found.rows))


# The page of a product is the same for everybody, so its form holds no token; ``origins`` looks where it came from.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def add(request, pk):
    """Put packs of a product in; its address opened by hand leads to the product."""
    product = get_object_or_404(products.with_facts(Product.objects.all()), pk=pk)
    if request.method == "GET":
        return redirect(product.get_absolute_url())
    form = AddForm(request.POST)
    if not origins.is_ours(request):
        context = {"product": product, "form": form, "next": request.POST.get("next", "")}
        return render(request, "basket/confirm.html", context, status=403)
    if not form.is_valid():
        messages.error(request, form.errors["quantity"][0])
        return redirect(product.get_absolute_url())
    try:
        lines.add(basket=request.basket, product=product, quantity=form.cleaned_data["quantity"])
    except lines.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(product.get_absolute_url())
    messages.success(
        request, f"已加入购物车：{product.title}，{form.cleaned_data['quantity']} {product.dossier.unit}。"
    )
    return HttpResponseRedirect(_way_on(request))


def _change(request, found):
    form = QuantitiesForm(request.POST, rows=found.rows)
    removed = next((row for row in found.rows if str(row.line.pk) == request.POST.get("remove")), None)
    # Whoever takes a line out does not want to hear about another line's number.
    if not form.is_valid() and not removed:
        return _render(request, found, form, status=422)
    quantities = form.quantities() if form.is_valid() else {}
    if removed:
        quantities[removed.line.pk] = 0
    if not found.rows:
        return redirect("basket:summary")
    try:
        lines.change(basket=request.basket, quantities=quantities)
    except lines.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("basket:summary")
    return _after(request, removed)


def _after(request, removed):
    if removed:
        request.session[REMOVED] = {
            "product": removed.product.pk,
            "title": removed.product.title,
            "quantity": removed.quantity,
            "can_undo": not removed.is_gone,
        }
    elif "checkout" in request.POST:
        return redirect("checkout:index")
    elif unit := _units(request.user).filter(code=request.POST.get("unit", "")).first():
        return redirect("checkout:unit", unit.code)
    else:
        messages.success(request, "数量已更新。")
    return redirect("basket:summary")


def _render(request, found, form, *, status=200):
    context = {
        "contents": found,
        "parcels": [(parcel, [(row, form.field_of(row)) for row in parcel.rows]) for parcel in found.parcels],
        "form": form,
        "provinces": provinces.SHORT_CHOICES,
        "units": _units(request.user) if found.rows else [],
        "removed": request.session.pop(REMOVED, None) if REMOVED in request.session else None,
    }
    return render(request, "basket/summary.html", context, status=status)


def _units(person):
    """Return the units in whose name a person may order."""
    if not person.is_authenticated:
        return Unit.objects.none()
    return Unit.objects.filter(memberships__user=person, memberships__role=Role.HANDLER).order_by("code")


def _way_on(request):
    return ways_back.after_form(request, "/basket/")
