"""Begin a group order like an earlier one."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from shop.user.desks import unit_desk

from ..collection import copies
from ..forms.standing_orders import CopyForm
from .group_orders import get_group_order, require


@require_POST
@unit_desk
def copy(request, unit, number):
    """Draft it anew; the next page is the draft."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "页面已失效，请再按一次“复制”。")
        return redirect("unit:group_order", unit.code, number)
    at = timezone.now()
    made, gone = copies.copy(group_order=group_order, by=request.user, at=at, token=form.cleaned_data["key"])
    if made.created_at == at:
        messages.success(request, "已复制成草稿，价格按供应商现在的；请核对标题和截止时间，再开放征集。")
    else:
        messages.info(request, "已经复制过，没有重复起草。")
    if gone:
        messages.warning(request, f"现在买不到，没有放进草稿：{'、'.join(gone)}。")
    return redirect("unit:group_order", unit.code, made.number)
