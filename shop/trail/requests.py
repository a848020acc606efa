"""What of a request goes into the trail, and when: after the answer, in a transaction of its own."""

from axes.helpers import get_client_ip_address
from django.utils import timezone

from . import chain, changes
from .models import Event

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# Pages that show other people's names, mobiles and addresses.
READS = {
    "unit:members",
    "unit:listed_people",
    "unit:pick_list",
    "unit:pledge_sheet",
    "unit:pledge_sheet_workbook",
    "unit:paper",
    "unit:paper_xlsx",
    "unit:papers_all",
    "supplier:order",
    "supplier:packing_slip",
    "office:purchase_order",
    "office:unit",
    "office:application",
    "office:supplier",
    "office:supplier_application",
    "supplier:staff",
    "security:user",
    "audit:workbook",
}
# Of no consequence, or told by the login itself.
LEFT_OUT = {"user:login", "user:logout", "inbox:read", "inbox:read_all", "basket:add", "basket:summary", "basket:paste"}
AGENT, THING = 80, 200


def middleware(get_response):
    """Write down what a person did, was refused, or looked at of others."""

    def trailed(request):
        if request.method in SAFE:
            answer, found = get_response(request), []
        else:
            with changes.gathering() as found:
                answer = get_response(request)
        kind = _kind(request, answer, found)
        if kind:
            write(request, kind, status=answer.status_code, found=found)
        return answer

    return trailed


def write(request, kind, *, status=0, found=(), user=None, who=""):
    """Add an event about a request."""
    match = request.resolver_match
    user = user or getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    chain.add(
        at=timezone.now(),
        kind=kind,
        by=person,
        who=who or (f"{person} {person.masked_mobile}"[:60] if person else ""),
        address=get_client_ip_address(request) or "",
        agent=request.headers.get("User-Agent", "")[:AGENT],
        page=match.view_name[:80] if match else "",
        thing=" ".join(str(value) for value in match.kwargs.values())[:THING] if match else request.path[:THING],
        status=status,
        changes=list(found),
    )


def _kind(request, answer, found):
    match = request.resolver_match
    # Whoever only looks at a public page costs no look at the session.
    if request.method in SAFE and answer.status_code != 403 and (match is None or match.view_name not in READS):
        return None
    if match is None or match.view_name in LEFT_OUT or not request.user.is_authenticated:
        return Event.Kind.ACT if found else None
    if answer.status_code == 403:
        return Event.Kind.DENIED
    if request.method in SAFE:
        is_shown = match.view_name in READS and answer.status_code == 200
        return Event.Kind.READ if is_shown else None
    return Event.Kind.ACT if answer.status_code < 400 else None
