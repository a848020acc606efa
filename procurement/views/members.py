"""The people of a unit: everyone sees them, administrators change their roles and remove them."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk
from shop.user.models import User

from ..buyers import members
from ..forms.members import RolesForm
from ..models import GroupOrder, Role
from .group_orders import require
from .member_invitations import with_links

ADMINISTER = "procurement.administer"
NEWEST, PAGE_SIZE = 5, 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unit_desk
def index(request, unit):
    """Everyone in the unit with their roles; only handlers and administrators see (masked) mobile numbers."""
    memberships = unit.memberships.select_related("user").order_by("user__name", "user_id", "role")
    people = [_person(list(rows)) for _, rows in groupby(memberships, key=lambda row: row.user_id)]
    can_administer = request.user.has_perm(ADMINISTER, unit)
    context = {
        "unit": unit,
        "people": people,
        "administrators": [person["user"] for person in people if person["is_administrator"]],
        "can_handle": request.user.has_perm("procurement.handle", unit) or can_administer,
        "can_administer": can_administer,
    }
    if can_administer:
        context |= _for_administrators(request, unit)
    return render(request, "unit/members.html", context)


@require_safe
@unit_desk
def history(request, unit):
    """Everything done to the unit's people, newest first."""
    require(request.user, ADMINISTER, unit)
    records = unit.records.about_people().select_related("by")
    page = Paginator(records, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "unit/members_history.html", {"unit": unit, "page": page})


@FORM
@unit_desk
def roles(request, unit, person):
    """Give and take a person's roles."""
    require(request.user, ADMINISTER, unit)
    user, held, department = _member(unit, person)
    form = RolesForm(request.POST or None, initial={"roles": held, "department": department})
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        try:
            members.set_roles(unit=unit, user=user, **facts)
        except members.Refused as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, f"{user} 的角色已保存。")
            return redirect("unit:members", unit.code)
    context = {"unit": unit, "person": user, "form": form}
    return render(request, "unit/member_roles.html", context, status=409 if form.errors else 200)


@FORM
@unit_desk
def remove(request, unit, person):
    """Ask once more, then take a person out of the unit; it can be undone on the next page."""
    require(request.user, ADMINISTER, unit)
    user, held, _ = _member(unit, person)
    if request.method == "POST":
        try:
            record = members.remove(unit=unit, user=user, by=request.user, at=timezone.now())
        except members.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("unit:members", unit.code)
        if user == request.user:
            messages.success(request, f"您已退出{unit.name}。")
            return redirect("user:home")
        return redirect(f"{reverse('unit:members', args=[unit.code])}?removed={record.pk}")
    labels = [Role(role).label for role in held]
    over = GroupOrder.Status.SETTLED, GroupOrder.Status.CANCELLED
    under_way = unit.group_orders.filter(handler=user).exclude(status__in=over)
    context = {
        "unit": unit,
        "person": user,
        "roles": labels,
        "under_way": under_way.count(),
        "approves_at": [step.name for step in unit.approval_steps.filter(people=user)],
    }
    return render(request, "unit/member_remove.html", context)


@require_POST
@unit_desk
def restore(request, unit, record):
    """Undo a removal."""
    require(request.user, ADMINISTER, unit)
    found = get_object_or_404(unit.records.select_related("unit", "person"), pk=record)
    if not found.person:
        raise Http404
    try:
        members.restore(record=found, by=request.user, at=timezone.now())
    except members.Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{found.person} 已恢复原来的角色。")
    return redirect("unit:members", unit.code)


def _for_administrators(request, unit):
    records = unit.records.about_people().select_related("by")
    return {
        "invitations": with_links(unit.invitations.open_at(timezone.now()).select_related("by")),
        "records": records[:NEWEST],
        "removed": _removed(request, unit),
    }


def _removed(request, unit):
    """Return the removal that led here, as long as it can be undone."""
    key = request.GET.get("removed", "")
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    record = unit.records.select_related("person").filter(pk=key).first()
    if not record or not members.is_undoable(record, timezone.now()):
        return None
    return None if members.roles_of(unit, record.person) else record


def _member(unit, person):
    """Return ``(user, roles, department)`` of somebody in the unit, or answer 404."""
    user = get_object_or_404(User.objects.filter(memberships__unit=unit).distinct(), pk=person)
    rows = list(unit.memberships.filter(user=user))
    department = next((row.department for row in rows if row.department), "")
    return user, members.roles_of(unit, user), department


def _person(memberships):
    departments = dict.fromkeys(row.department for row in memberships if row.department)
    held = {row.role for row in memberships}
    return {
        "user": memberships[0].user,
        "department": "、".join(departments),
        "roles": [role.label for role in Role if role in held],
        "is_administrator": Role.ADMINISTRATOR in held,
    }
