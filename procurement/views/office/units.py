"""The county's units as the office keeps them: the tree, one unit, its changes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import office_desk

from ...buyers import invitations, units
from ...forms.units import NewUnitForm, UnitForm
from ...models import Role, Unit, UnitApplication, UnitKind
from ..member_invitations import with_links

PAGE_SIZE, NEWEST, MAX_WORDS = 100, 20, 60
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@office_desk
def index(request):
    """The tree of units; a search shows what it finds, each with its supervising unit."""
    words = request.GET.get("words", "").replace("\0", "").strip()[:MAX_WORDS]
    kind = request.GET.get("kind", "")
    rows = _with_counts(Unit.objects.select_related("parent")).about(words)
    if kind in UnitKind.values:
        rows = rows.filter(kind=kind)
    context = {
        "page": Paginator(units.tree(rows), PAGE_SIZE).get_page(request.GET.get("page")),
        "words": words,
        "kind": kind,
        "kinds": UnitKind.choices,
        "is_filtered": bool(words or kind),
        "waiting": UnitApplication.objects.filter(status=UnitApplication.Status.SUBMITTED).count(),
    }
    return render(request, "office/units.html", context)


@FORM
@office_desk
def new(request):
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = units.create(by=request.user, at=timezone.now(), **form.cleaned_data)
        except units.Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"已新增{unit.name}。下一步：给它的第一位管理员发邀请。")
            return redirect("office:unit", unit.code)
    return render(request, "office/unit_form.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
@office_desk
def detail(request, code):
    """One unit: what it is, who manages it, what was done to it."""
    unit = _get(code)
    open_invitations = unit.invitations.open_at(timezone.now()).select_related("by")
    context = {
        "unit": unit,
        "children": unit.children.order_by("code"),
        "titles": unit.invoice_titles.all(),
        "people": _people(unit),
        "invitations": with_links(row for row in open_invitations if Role.ADMINISTRATOR in row.roles),
        "records": unit.records.select_related("by")[:NEWEST],
    }
    return render(request, "office/unit.html", context)


@FORM
@office_desk
def edit(request, code):
    """Change names, kind, supervising unit; entries of the past keep what they say."""
    unit = _get(code)
    form = UnitForm(request.POST or None, initial=_facts(unit), besides=unit)
    if request.method == "POST" and form.is_valid():
        try:
            units.change(unit=unit, by=request.user, at=timezone.now(), **form.cleaned_data)
        except units.Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "已保存。过去的台账保持当时的名称和主管单位。")
            return redirect("office:unit", code)
    context = {"form": form, "unit": unit}
    return render(request, "office/unit_form.html", context, status=400 if form.errors else 200)


@require_POST
@office_desk
def invite(request, code):
    """Make a link for a unit's administrator."""
    roles = [Role.ADMINISTRATOR, Role.HANDLER]
    invitations.invite(unit=_get(code), roles=roles, by=request.user, at=timezone.now())
    messages.success(request, "管理员邀请已生成，请把下面的链接发给对方，7 天内有效，只能给一个人用。")
    return redirect("office:unit", code)


@require_POST
@office_desk
def revoke(request, code, pk):
    """Close a link for an administrator; others are the unit's own business."""
    rows = _get(code).invitations.select_related("unit")
    invitation = get_object_or_404(rows, pk=pk)
    if Role.ADMINISTRATOR not in invitation.roles:
        raise Http404
    if invitations.revoke(invitation=invitation, by=request.user, at=timezone.now()):
        messages.success(request, "邀请已撤销，链接不能再用。")
    else:
        messages.info(request, "这个邀请已经失效，没有重复办理。")
    return redirect("office:unit", code)


def _with_counts(rows):
    is_administrator = Q(memberships__role=Role.ADMINISTRATOR)
    return rows.annotate(
        people_count=Count("memberships__user", distinct=True),
        administrator_count=Count("memberships__user", filter=is_administrator, distinct=True),
    )


def _people(unit):
    """Return ``[(role, names)]`` for roles that matter to the office, and how many people there are."""
    rows = unit.memberships.select_related("user").order_by("user__name")
    by_role = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(str(row.user))
    roles = [(role.label, "、".join(by_role.get(role, ()))) for role in Role if role != Role.MEMBER]
    return {"count": len({row.user_id for row in rows}), "roles": roles}


def _facts(unit):
    return {key: getattr(unit, key) for key in UnitForm.base_fields}


def _get(code):
    return get_object_or_404(Unit.objects.select_related("parent"), code=code)
