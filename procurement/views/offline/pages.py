"""The list of offline purchases, one of them, and the files of its proof."""

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from shop.produce.money import ZERO, to_fen

from ...forms.offline import AttachForm, ClassifyForm, NoteForm, ReasonForm
from ...models import OfflineChannel, OfflineFile, OfflineLine, OfflinePurchase
from ...offline import references
from ...proofs import files

PAGE_SIZE = 50
Status = OfflinePurchase.Status


@require_GET
def index(request, desk):
    """Those in one state, the office's queue oldest first; sums by channel, 832 apart from the others."""
    rows = desk.purchases()
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    status = request.GET.get("status", _first(desk, counts))
    status = status if status in Status.values else ""
    channel = request.GET.get("channel", "")
    channel = channel if channel in OfflineChannel.values else ""
    shown = rows.filter(**{name: value for name, value in (("status", status), ("channel", channel)) if value})
    order = ("submitted_at", "pk") if status == Status.SUBMITTED else ("-purchased_on", "-pk")
    context = {
        "desk": desk,
        "unit": desk.unit,
        "page": Paginator(shown.with_total().order_by(*order), PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Status.choices],
        "total_count": sum(counts.values()),
        "status": status,
        "channel": channel,
        "channels": OfflineChannel.choices,
        "sums": _sums(rows),
    }
    return render(request, "offline/index.html", context)


def _first(desk, counts):
    """Return the state shown first: what waits for this desk, or all."""
    waiting = Status.SUBMITTED if desk.is_office else Status.RETURNED
    return waiting if counts.get(waiting) else ""


def _sums(rows):
    """Return ``(channel label, verified CNY, is_832)`` of each channel."""
    lines = OfflineLine.objects.filter(purchase__in=rows.order_by().verified().values("pk"))
    amounts = dict(lines.order_by().values_list("purchase__channel").annotate(Sum("amount")))
    return [
        (label, to_fen(amounts.get(channel, ZERO)), channel == OfflineChannel.PLATFORM_832)
        for channel, label in OfflineChannel.choices
    ]


@require_GET
def detail(request, desk, number):
    return show(request, desk, desk.get(number))


def show(request, desk, purchase, *, status=200, **forms):
    """Render the page of a purchase; forms with mistakes take the place of fresh ones."""
    lines = list(purchase.lines.select_related("product", "supplier", "region", "county"))
    may_write = desk.may_register
    context = {
        "desk": desk,
        "unit": desk.unit,
        "purchase": purchase,
        "proof": purchase.proof,
        "lines": lines,
        "files": purchase.proof.files.all(),
        "moves": purchase.moves.select_related("by"),
        "may_edit": may_write and purchase.is_editable,
        "may_withdraw": may_write and not purchase.is_withdrawn and (desk.is_office or not purchase.is_verified),
        "may_decide": desk.is_office and purchase.is_submitted,
        "may_correct": desk.is_office and purchase.is_verified,
        "corrected_by": getattr(purchase, "corrected_by", None),
        "attach_form": AttachForm(),
        "withdraw_form": NoteForm(prefix="withdraw"),
        "verify_form": NoteForm(prefix="verify"),
        "return_form": ReasonForm(prefix="return"),
        "correct_form": ReasonForm(prefix="correct"),
        **forms,
    }
    if context["may_decide"] and any(line.product_id is None for line in lines):
        categories = references.categories()
        context |= {"categories": categories.values(), "classify_form": ClassifyForm(categories=categories), **forms}
    return render(request, "offline/purchase.html", context, status=status)


@require_GET
@cache_control(private=True, max_age=3600)
def file(request, desk, number, token):
    """Answer with a file of the proof: a picture to look at, anything else to save."""
    rows = OfflineFile.objects.filter(proof__purchase__in=desk.purchases().filter(number=number).values("pk"))
    found = get_object_or_404(rows, token=token)
    is_picture = found.content_type == files.JPEG
    disposition = content_disposition_header(as_attachment=not is_picture, filename=found.title)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": disposition}
    return HttpResponse(files.read(found.name), content_type=found.content_type, headers=headers)
