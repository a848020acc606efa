"""The trail as the audit administrator and the county office read it; reading it changes nothing."""

from datetime import datetime, time

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from procurement.workbooks import writing
from procurement.workbooks.columns import Column, Layout
from shop.user.desks import audit_desk

from .models import Event

PAGE_SIZE, MOST_EXPORTED, MAX_WORDS = 50, 10_000, 40
HEADERS = {"序号": 8, "时间": 20, "类别": 14, "人员": 24, "地址": 16, "浏览器": 24, "页面": 24, "对象": 28, "结果": 8}
HEADERS |= {"改动": 60, "摘要": 66}


@never_cache
@require_GET
@audit_desk
def index(request):
    """Events, newest first; pages turn by number (``before``), so the trail may be of any length."""
    rows, chosen = _filtered(request)
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(number__lt=int(before[:18]))
    found = list(rows[: PAGE_SIZE + 1])
    context = {
        "events": found[:PAGE_SIZE],
        "next": found[PAGE_SIZE - 1].number if len(found) > PAGE_SIZE else None,
        "kinds": Event.Kind.choices,
        "chosen": chosen,
        "query": _query(request),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "audit/index.html", context)


@require_GET
@audit_desk
def workbook(request):
    """The same events as a workbook, the newest ten thousand; no cell is taken for a formula."""
    rows, _ = _filtered(request)
    columns = tuple(Column(header, header, width) for header, width in HEADERS.items())
    layout = Layout(columns, MOST_EXPORTED, "", "")
    made = writing.sheet("审计记录", layout, (_cells(event) for event in rows[:MOST_EXPORTED].iterator()))
    headers = {"Content-Disposition": 'attachment; filename="audit.xlsx"'}
    return HttpResponse(writing.as_bytes(made), content_type=writing.MEDIA_TYPE, headers=headers)


def _filtered(request):
    """Return the events asked for, and what was asked."""
    chosen = {name: request.GET.get(name, "").replace("\0", "").strip()[:MAX_WORDS] for name in FILTERS}
    rows = Event.objects.all()
    for name, narrow in FILTERS.items():
        if chosen[name]:
            rows = narrow(rows, chosen[name])
    return rows, chosen


def _person(rows, words):
    return rows.filter(Q(who__icontains=words) | Q(by__mobile=words))


def _thing(rows, words):
    return rows.filter(Q(thing__icontains=words) | Q(page__icontains=words))


def _kind(rows, kind):
    return rows.filter(kind=kind) if kind in Event.Kind.values else rows


def _since(rows, text):
    return rows.filter(at__gte=_moment(text, time.min)) if _day(text) else rows


def _until(rows, text):
    return rows.filter(at__lte=_moment(text, time.max)) if _day(text) else rows


FILTERS = {"person": _person, "thing": _thing, "kind": _kind, "since": _since, "until": _until}


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text, end):
    return timezone.make_aware(datetime.combine(_day(text), end))


def _query(request):
    left = request.GET.copy()
    left.pop("before", None)
    return left.urlencode()


def _cells(event):
    at = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"
    changes = "；".join(f"{what}：{old} → {new}" for what, old, new in event.changes)
    facts = event.get_kind_display(), event.who, event.address, event.agent, event.page, event.thing
    return [event.number, at, *facts, event.status, changes, event.digest]
