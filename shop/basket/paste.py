"""Paste codes and quantities into the basket: look at what they mean, then put all of it in."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.produce import pasted, prices, products
from shop.produce.paste_forms import PasteForm

from . import lines


@dataclass(frozen=True)
class Row:
    """One product of the preview: ``held`` packs are in the basket already."""

    entry: pasted.Entry
    held: int

    @property
    def total(self):
        return self.held + self.entry.packs

    @property
    def problem(self):
        """What the basket will say about so many packs, or an empty string."""
        dossier, left = self.entry.dossier, products.stock_record(self.entry.product).net_stock_level
        if self.total > left:
            return f"库存只剩 {left} {dossier.unit}，加入后请在购物车里减少。"
        return prices.quantity_problem(
            self.total,
            min_order_quantity=dossier.min_order_quantity,
            order_multiple=dossier.order_multiple,
            unit=dossier.unit,
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request):
    form = PasteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _render(request, form, status=422 if form.errors else 200)
    found = _read(request, form.cleaned_data["text"])
    if "add" not in request.POST or not found.is_complete:
        return _render(request, form, found, status=422 if found.mistakes else 200)
    try:
        lines.add_all(basket=request.basket, packs=found.packs, held=_seen(request, found))
    except lines.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, form, found, status=409)
    messages.success(request, f"已加入购物车：{len(found.entries)} 种商品，请核对数量。")
    return redirect("basket:summary")


def _read(request, text):
    offered = products.on_sale().filter(stockrecords__price__isnull=False)
    found = pasted.read(text, offered, request.POST, most=lines.MAX_PACKS)
    for entry in list(found.entries):
        if products.stock_record(entry.product).net_stock_level <= 0:
            found.blame(entry, f"{entry.product.title}已售罄，请删掉这一行。")
    return found


def _seen(request, found):
    """Return ``{product_pk: packs}`` that the preview showed as held."""
    shown = {product.pk: request.POST.get(f"held-{product.pk}", "") for product, _ in found.packs}
    return {pk: int(packs) for pk, packs in shown.items() if packs.isascii() and packs.isdigit() and int(packs[:9])}


def _render(request, form, found=None, *, status=200):
    context = {"form": form, "pasted": found}
    if found:
        held = lines.held_packs(request.basket, [product for product, _ in found.packs])
        context["rows"] = [Row(entry, held.get(entry.product.pk, 0)) for entry in found.entries]
    return render(request, "basket/paste.html", context, status=status)
