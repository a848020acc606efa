"""Write ledger entries: the only door. Called inside the transaction of the event it records."""

from django.utils import timezone

from shop.produce.money import ZERO, tax_in

from .models import LedgerEntry, Stage

PUBLIC_BUYER = "社会公众"
# What later entries of a line copy from its first one.
DIMENSIONS = """
    unit_id unit_code unit_name unit_path unit_kind region_code region_name county_code county_name category
    product_id product_title supplier_id supplier_code supplier_name channel fund_source measure_unit
    unit_price tax_rate purchase_order_id line_id is_demo
""".split()


def record(*, purchase_order, stage, quantities, at, reason="", acceptance=None, transaction=None):
    """Bring an order's net packs at a stage to the given quantities, writing one entry for each difference.

    More packs than recorded write positive entries, fewer write reversals; equal quantities write nothing, so calling
    it again changes nothing. The first entries of a line (ORDERED) copy its dimensions as they are now, all later
    ones copy those.

    :param quantities: ``{line_id: packs}``; lines left out are untouched.
    :param at: when it happened (aware datetime).
    :return: the entries written.
    """
    ordered = _first_entries(purchase_order)
    if not ordered:
        ordered = {line.pk: _snapshot(purchase_order, line) for line in _lines(purchase_order)}
    existing = _entries_by_line(purchase_order, stage)
    written = []
    for line_id in sorted(quantities):
        source = ordered[line_id]
        entries = existing.get(line_id, [])
        old = sum(entry.quantity for entry in entries)
        new = quantities[line_id]
        if new == old:
            continue
        entry = _entry_like(source, stage=stage, old=old, new=new, at=at)
        entry.reason, entry.acceptance, entry.transaction = reason, acceptance, transaction
        if new < old:
            reversed_entry = next(entry for entry in reversed(entries) if entry.quantity > 0)
            entry.reversal_of = reversed_entry
            entry.acceptance = acceptance or reversed_entry.acceptance
            entry.transaction = transaction or reversed_entry.transaction
        entry.digest = entry.content_digest()
        written.append(entry)
    return LedgerEntry.objects.bulk_create(written)


def reverse(*, purchase_order, stage, quantities, at, reason, acceptance=None, transaction=None):
    """Take packs of some lines off a stage.

    :param quantities: ``{line_id: packs to take off}``.
    """
    net = purchase_order.ledger_entries.at_stage(stage).net_quantities()
    return record(
        purchase_order=purchase_order,
        stage=stage,
        quantities={line: net.get(line, 0) - packs for line, packs in quantities.items()},
        at=at,
        reason=reason,
        acceptance=acceptance,
        transaction=transaction,
    )


def _first_entries(purchase_order):
    entries = purchase_order.ledger_entries.filter(stage=Stage.ORDERED, reversal_of=None).order_by("-pk")
    return {entry.line_id: entry for entry in entries}


def _entries_by_line(purchase_order, stage):
    by_line = {}
    rows = purchase_order.ledger_entries.filter(stage=stage).select_related("acceptance", "transaction")
    for entry in rows.order_by("pk"):
        by_line.setdefault(entry.line_id, []).append(entry)
    return by_line


def _lines(purchase_order):
    return purchase_order.order.lines.select_related(
        "product__dossier__region", "product__dossier__county"
    ).prefetch_related("product__categories")


def _snapshot(purchase_order, line):
    """Return an unsaved entry for one pack of an order line, with all dimensions as they are now."""
    unit, product, supplier = purchase_order.unit, line.product, purchase_order.supplier
    dossier = product.dossier
    return LedgerEntry(
        unit=unit,
        unit_code=unit.code if unit else "",
        unit_name=unit.name if unit else PUBLIC_BUYER,
        unit_path=unit.path if unit else "",
        unit_kind=unit.kind if unit else "",
        region_code=dossier.region.code,
        region_name=dossier.region.name,
        county_code=dossier.county.code,
        county_name=dossier.county.name,
        category=category_path(product),
        product=product,
        product_title=line.title,
        supplier=supplier,
        supplier_code=supplier.code,
        supplier_name=supplier.name,
        channel=purchase_order.channel,
        fund_source=purchase_order.fund_source,
        quantity=1,
        measure_unit=dossier.unit,
        net_weight_g=dossier.net_weight_g,
        unit_price=line.unit_price_incl_tax,
        tax_rate=ZERO if dossier.is_tax_exempt else dossier.tax_rate,
        purchase_order=purchase_order,
        line=line,
        is_demo=purchase_order.is_demo,
    )


def category_path(product):
    """Return the path of a product's first category, e.g. ``水果 > 苹果``."""
    category = next(iter(product.categories.all()), None)
    return category.full_name if category else "未分类"


def _entry_like(source, *, stage, old, new, at):
    """Return an unsaved entry for the step from ``old`` to ``new`` net packs, with the source's dimensions.

    Tax is the difference of the tax contained before and after, so that a line's entries always sum to the tax of its
    net amount, to the fen.
    """
    occurred_on = timezone.localtime(at).date()
    entry = LedgerEntry(
        stage=stage,
        occurred_on=occurred_on,
        period=f"{occurred_on:%Y-%m}",
        quantity=new - old,
        amount=source.unit_price * (new - old),
        **{name: getattr(source, name) for name in DIMENSIONS},
    )
    entry.tax_amount = tax_in(source.unit_price * new, source.tax_rate) - tax_in(
        source.unit_price * old, source.tax_rate
    )
    if source.net_weight_g is not None:
        entry.net_weight_g = source.net_weight_g / source.quantity * (new - old)
    return entry
