"""The page on which a unit's handler sets its group robot."""

from functools import wraps

from django.contrib.messages import info, success
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.desks import unit_desk

from .. import robots
from ..forms import RobotForm
from ..models import Robot


def may_set(user, unit):
    """Tell whether a person may set a unit's robot: its handlers and administrators."""
    return user.has_perm("procurement.handle", unit) or user.has_perm("procurement.administer", unit)


def handlers_desk(view):
    """Open the unit's desk to those who may settle its affairs; others of the unit get 403."""

    @unit_desk
    @wraps(view)
    def with_handler(request, unit):
        if not may_set(request.user, unit):
            raise PermissionDenied
        return view(request, unit)

    return with_handler


@require_http_methods(["GET", "POST"])
@handlers_desk
def index(request, unit):
    form = RobotForm(request.POST) if request.method == "POST" else RobotForm()
    if form.is_valid():
        robots.put(unit=unit, url=form.cleaned_data["url"], by=request.user, at=timezone.now())
        success(request, "地址已保存，正在向群里发一条测试消息。")
        return redirect("inbox:robot", unit.code)
    robot = Robot.objects.filter(unit=unit).select_related("set_by").first()
    context = {
        "unit": unit,
        "robot": robot,
        "form": form,
        "is_waiting": bool(robot) and robot.deliveries.waiting().exists(),
    }
    return render(request, "inbox/robot.html", context, status=400 if form.errors else 200)


@require_POST
@handlers_desk
def test(request, unit):
    robot = get_object_or_404(Robot, unit=unit)
    try:
        robots.try_out(robot=robot, at=timezone.now())
    except robots.TooSoon as refusal:
        info(request, str(refusal))
    else:
        success(request, "测试消息正在发送，请稍后刷新本页看结果。")
    return redirect("inbox:robot", unit.code)


@require_POST
@handlers_desk
def remove(request, unit):
    robots.remove(unit=unit)
    success(request, "群机器人已移除，不再向群里发消息。")
    return redirect("inbox:robot", unit.code)
