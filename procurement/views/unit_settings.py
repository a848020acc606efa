"""What a unit keeps about itself: contact, invoice titles, delivery addresses."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk

from ..buyers import delivery_addresses, invoice_titles, units
from ..forms.units import AddressForm, ContactForm, TitleForm, UnionTitleForm
from ..models import InvoiceTitle
from .group_orders import require

ADMINISTER = "procurement.administer"
FORM = require_http_methods(["GET", "HEAD", "POST"])
Buyer = InvoiceTitle.Buyer


@require_safe
@unit_desk
def index(request, unit):
    """Everyone in the unit may look; only handlers and administrators see whole telephone numbers."""
    titles = {title.buyer: title for title in unit.invoice_titles.all()}
    can_administer = request.user.has_perm(ADMINISTER, unit)
    context = {
        "unit": unit,
        "titles": [(buyer.value.lower(), buyer.label, titles.get(buyer)) for buyer in Buyer],
        "places": delivery_addresses.of(unit),
        "can_administer": can_administer,
        "sees_phones": can_administer or request.user.has_perm("procurement.handle", unit),
    }
    return render(request, "unit/settings.html", context)


@FORM
@unit_desk
def contact(request, unit):
    require(request.user, ADMINISTER, unit)
    initial = {"contact_name": unit.contact_name, "contact_phone": unit.contact_phone}
    form = ContactForm(request.POST or None, initial=initial)
    return _save(request, unit, form, "联系人", lambda **facts: units.set_contact(unit=unit, **facts))


@FORM
@unit_desk
def title(request, unit, buyer):
    """The invoice title of the unit or of its union."""
    require(request.user, ADMINISTER, unit)
    if buyer.upper() not in Buyer.values:
        raise Http404
    buyer = Buyer(buyer.upper())
    found = unit.invoice_titles.filter(buyer=buyer).values().first()
    kind = UnionTitleForm if buyer == Buyer.UNION else TitleForm
    form = kind(request.POST or None, initial=found or _first_title(unit, buyer))
    if buyer == Buyer.UNIT and unit.credit_code:
        form.fields["credit_code"].help_text = "与本单位登记的代码一致；要更正请联系县协作办。"
    heading = f"{buyer.label}开票信息"
    return _save(request, unit, form, heading, lambda **facts: invoice_titles.put(unit=unit, buyer=buyer, **facts))


@FORM
@unit_desk
def address_new(request, unit):
    require(request.user, ADMINISTER, unit)
    form = AddressForm(request.POST or None)
    return _save(request, unit, form, "新增收货地址", lambda **facts: delivery_addresses.add(unit=unit, **facts))


@FORM
@unit_desk
def address_default(request, unit):
    """Change the default address."""
    require(request.user, ADMINISTER, unit)
    initial = {"street": unit.delivery_street, "contact": unit.delivery_contact, "mobile": unit.delivery_mobile}
    form = AddressForm(request.POST or None, initial=initial)
    return _save(
        request, unit, form, "默认收货地址", lambda **facts: delivery_addresses.change_default(unit=unit, **facts)
    )


@FORM
@unit_desk
def address(request, unit, pk):
    require(request.user, ADMINISTER, unit)
    found = _address(unit, pk)
    initial = {"street": found.street, "contact": found.contact, "mobile": found.mobile}
    form = AddressForm(request.POST or None, initial=initial)
    return _save(request, unit, form, "修改收货地址", lambda **facts: delivery_addresses.change(address=found, **facts))


@require_POST
@unit_desk
def address_make_default(request, unit, pk):
    require(request.user, ADMINISTER, unit)
    found = _address(unit, pk)
    messages.success(request, f"默认收货地址改为：{found.street}")
    delivery_addresses.make_default(address=found, by=request.user, at=timezone.now())
    return redirect("unit:settings", unit.code)


@require_POST
@unit_desk
def address_remove(request, unit, pk):
    require(request.user, ADMINISTER, unit)
    found = _address(unit, pk)
    messages.success(request, f"已删除收货地址：{found.street}。已下的订单不受影响。")
    delivery_addresses.remove(address=found, by=request.user, at=timezone.now())
    return redirect("unit:settings", unit.code)


def _save(request, unit, form, heading, write):
    """Show a form; sent and right, write it and go back to the settings."""
    if request.method == "POST" and form.is_valid():
        try:
            write(by=request.user, at=timezone.now(), **form.cleaned_data)
        except (invoice_titles.Refused, delivery_addresses.Refused) as refusal:
            form.add_error("credit_code" if "credit_code" in form.fields else None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("unit:settings", unit.code)
    context = {"unit": unit, "form": form, "heading": heading}
    return render(request, "unit/settings_form.html", context, status=400 if form.errors else 200)


def _first_title(unit, buyer):
    if buyer == Buyer.UNIT:
        return {"name": unit.name, "credit_code": unit.credit_code}
    return {"name": f"{unit.name}工会委员会"}


def _address(unit, pk):
    return get_object_or_404(unit.delivery_addresses.select_related("unit"), pk=pk)
