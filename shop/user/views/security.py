"""Users and roles, as the security administrator keeps them; the county office helps people back in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import accounts, factors, permissions, roles
from ..confirming import confirmed
from ..desks import keeper_desk, security_desk
from ..forms import AccountForm, RoleForm
from ..models import FactorRule, User

PAGE_SIZE, MAX_WORDS = 50, 40


@require_GET
@keeper_desk
def index(request):
    """Accounts, found by number or name; those with one of the site's own roles first."""
    words = request.GET.get("words", "").replace("\0", "").strip()[:MAX_WORDS]
    rows = User.objects.prefetch_related("groups").order_by("-groups__name", "-pk").distinct()
    if words:
        rows = rows.filter(Q(mobile__contains=words) | Q(name__icontains=words))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    at = timezone.now()
    people = [(user, user.is_asleep(at)) for user in page.object_list]
    return render(request, "security/index.html", {"page": page, "people": people, "words": words})


@never_cache
@require_GET
@keeper_desk
def detail(request, pk):
    return _show(request, _get(request, pk))


@require_http_methods(["GET", "POST"])
@security_desk
def new(request):
    """Open an account; its first password is shown once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = accounts.open_account(at=timezone.now(), **form.cleaned_data)
        except accounts.Refused as refusal:
            form.add_error("mobile", str(refusal))
        else:
            return _show(request, user, password=password)
    return render(request, "security/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_POST
@keeper_desk
@confirmed
def reset(request, pk):
    """Give a person a new password, shown once, and wake the account."""
    user = _get(request, pk)
    return _show(request, user, password=accounts.reset_password(user=user, at=timezone.now()))


@require_POST
@keeper_desk
def wake(request, pk):
    user = _get(request, pk)
    accounts.wake(user=user, at=timezone.now())
    return _back(request, user, "账号已唤醒，可以用原来的密码登录。")


@require_POST
@keeper_desk
@confirmed
def remove_factor(request, pk):
    """Forget the second factor of somebody who lost their telephone."""
    user = _get(request, pk)
    factors.remove(user=user)
    accounts.sign_out_everywhere(user=user)
    return _back(request, user, "两步验证已解除，请本人登录后重新设置。")


@require_POST
@security_desk
def activate(request, pk):
    """Stop an account, or let it in again."""
    user, is_active = _get(request, pk), request.POST.get("is_active") == "1"
    done = "账号已启用。" if is_active else "账号已停用，所有设备已退出登录。"
    return _try(request, user, lambda: accounts.set_active(user=user, is_active=is_active, by=request.user), done)


@require_POST
@security_desk
@confirmed
def give(request, pk):
    return _change_role(request, _get(request, pk), accounts.give_role, "角色已授予，请本人重新登录。")


@require_POST
@security_desk
@confirmed
def take(request, pk):
    return _change_role(request, _get(request, pk), accounts.take_role, "角色已撤销。")


@require_http_methods(["GET", "POST"])
@security_desk
def rules(request):
    """Which roles need a second factor; and the table of who may do what."""
    if request.method == "POST":
        chosen = set(request.POST.getlist("roles")) & set(permissions.LABELS)
        FactorRule.objects.exclude(role__in=chosen).delete()
        known = set(FactorRule.objects.values_list("role", flat=True))
        facts = {"by": request.user, "at": timezone.now()}
        FactorRule.objects.bulk_create(FactorRule(role=role, **facts) for role in sorted(chosen - known))
        messages.success(request, "已保存。没有设置两步验证的人，下次登录时先设置。")
        return redirect("security:rules")
    required = set(FactorRule.objects.values_list("role", flat=True))
    choices = [(role, label, role in required) for role, label in permissions.LABELS.items()]
    return render(request, "security/rules.html", {"choices": choices})


def _get(request, pk):
    """Return an account; the office reaches no account of the site's own administrators, nor its own colleagues'."""
    user = get_object_or_404(User.objects.prefetch_related("groups", "memberships__unit", "partners"), pk=pk)
    if request.desk.is_office and user.groups.exists():
        raise Http404
    return user


def _show(request, user, *, password=""):
    own = {group.name for group in user.groups.all()}
    context = {
        "person": user,
        "password": password,
        "is_asleep": user.is_asleep(timezone.now()),
        "has_factor": bool(factors.device_of(user)),
        "held": [(role, name) for role, name in roles.GROUPS.items() if name in own],
        "form": RoleForm(),
    }
    return render(request, "security/detail.html", context)


def _change_role(request, user, change, done):
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择角色。")
        return redirect("security:user", user.pk)
    return _try(request, user, lambda: change(user=user, role=form.cleaned_data["role"], by=request.user), done)


def _try(request, user, act, done):
    try:
        act()
    except accounts.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("security:user", user.pk)
    return _back(request, user, done)


def _back(request, user, done):
    messages.success(request, done)
    return redirect("security:user", user.pk)
