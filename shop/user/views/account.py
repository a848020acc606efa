"""A person's own account: password, second factor, all devices."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import accounts, factors, roles, sessions
from ..confirming import confirmed
from ..forms import CodeForm, OwnPasswordForm

FORM = require_http_methods(["GET", "POST"])


@never_cache
@require_GET
@login_required
def index(request):
    """What protects this account, and what can be done about it."""
    device = factors.device_of(request.user)
    context = {
        "device": device,
        "codes_left": request.user.recovery_codes.count() if device else 0,
        "is_required": factors.is_required(roles.of(request.user)),
    }
    return render(request, "user/account.html", context)


@never_cache
@sensitive_post_parameters()
@FORM
@login_required
def password(request):
    """Change one's own password; all other devices are signed out."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["new_password1"]
        user = accounts.set_password(user=request.user, password=new, at=timezone.now())
        update_session_auth_hash(request, user)
        sessions.begin(request, user)
        messages.success(request, "密码已修改，其他设备已退出登录。")
        return redirect("user:account")
    context = {"form": form, "rules": password_validators_help_texts()}
    return render(request, "user/password.html", context, status=422 if form.errors else 200)


@never_cache
@FORM
@login_required
@confirmed
def factor(request):
    """Set up the second factor: show the secret, then take the first code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes := factors.confirm(user=request.user, code=form.cleaned_data["code"]):
            sessions.done(request.session, sessions.SET_UP_FACTOR)
            return render(request, "user/recovery_codes.html", {"codes": codes})
        form.add_error("code", "验证码不对。请核对手机时间，填写现在显示的 6 位数字。")
    device = factors.prepare(user=request.user)
    context = {"form": form, "picture": factors.picture_of(device), "secret": factors.secret_of(device)}
    return render(request, "user/factor.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
@confirmed
def codes(request):
    """Make new recovery codes; the old ones are void."""
    if not factors.device_of(request.user):
        return redirect("user:factor")
    return render(request, "user/recovery_codes.html", {"codes": factors.new_codes(user=request.user)})


@require_POST
@login_required
@confirmed
def factor_remove(request):
    """Give the second factor up, unless a role needs it."""
    if factors.is_required(roles.of(request.user)):
        messages.error(request, "您的角色须用两步验证，不能关闭。换手机请重新设置。")
    else:
        factors.remove(user=request.user)
        messages.success(request, "已关闭两步验证。")
    return redirect("user:account")


@require_POST
@login_required
def sign_out(request):
    """End all sessions of the person, this one too."""
    accounts.sign_out_everywhere(user=request.user)
    messages.success(request, "已在全部设备上退出登录。")
    return redirect("user:login")
