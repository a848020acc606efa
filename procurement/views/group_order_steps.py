"""The steps of a group order, each one POST: they end on its page with a sentence on what was done, or why not.

What is refused answers 409, what was filled in wrongly 422; a second click is no fault and only hears a friendly word.
"""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from shop.produce.stock import OutOfStock
from shop.user.desks import unit_desk

from ..collection import group_orders
from ..forms.decisions import DecisionForm
from ..forms.group_orders import ApprovalForm, CommentForm, DeadlineForm, ReasonForm, RemarkForm
from .group_orders import get_group_order, render_detail, require


class Invalid(Exception):
    """A form was filled in wrongly; ``form.errors`` say how."""

    def __init__(self, form):
        super().__init__("；".join(error for errors in form.errors.values() for error in errors))


def step(permission):
    """Make a step of a function that takes the group order and returns a sentence (or a page of its own)."""

    def decorate(function):
        @require_POST
        @unit_desk
        @wraps(function)
        def view(request, unit, number, **kwargs):
            group_order = get_group_order(unit, number)
            require(request.user, permission, group_order)
            try:
                done = function(request, group_order, **kwargs)
            except Invalid as refusal:
                return _refuse(request, group_order, refusal, status=422)
            except group_orders.Refused as refusal:
                if not refusal.is_repeated:
                    return _refuse(request, group_order, refusal, status=409)
                messages.info(request, str(refusal))
            else:
                if isinstance(done, HttpResponse):
                    return done
                messages.success(request, done)
            return redirect("unit:group_order", unit.code, number)

        return view

    return decorate


@step("procurement.handle")
def open(request, group_order):
    group_orders.open(group_order=group_order, **_who(request))
    return "已开放征集，请把链接或二维码发给同事。"


@step("procurement.handle")
def renew_code(request, group_order):
    after = group_orders.renew_code(group_order=group_order, **_who(request))
    return f"新口令是 {after.spoken_code}，旧口令不能再用；已经参加的不受影响。"


@step("procurement.handle")
def waive_minimum(request, group_order):
    group_orders.waive_minimum(group_order=group_order, **_who(request))
    return "已决定照常采购，参加人会在自己的页面看到。"


@step("procurement.handle")
def close(request, group_order):
    group_orders.close(group_order=group_order, **_who(request))
    return "已截止，数量和单价已按总量确定。"


@step("procurement.handle")
def prolong(request, group_order):
    """Extend an open collection, or reopen a closed one."""
    deadline_at = _clean(DeadlineForm(request.POST))["deadline_at"]
    act = group_orders.extend if group_order.is_open else group_orders.reopen
    act(group_order=group_order, deadline_at=deadline_at, **_who(request))
    return "新的截止时间已生效，同事可以继续认购和修改。"


@step("procurement.handle")
def decide(request, group_order, pk):
    item = get_item(group_order, pk)
    group_orders.decide(item=item, **_clean(DecisionForm(request.POST)), **_who(request))
    return f"{item}：已保存。"


@step("procurement.handle")
def accept_terms(request, group_order, pk):
    item = get_item(group_order, pk)
    group_orders.accept_terms(item=item, **_who(request))
    return f"{item}：已按供应商现在的价格和规格重新计算，请核对后提交审批。"


@step("procurement.handle")
def leave_out(request, group_order):
    """Go on without the products named in ``item``."""
    wanted = [pk for pk in request.POST.getlist("item") if pk.isascii() and pk.isdigit() and len(pk) < 16]
    items = [get_item(group_order, pk) for pk in wanted]
    group_orders.leave_out(group_order=group_order, items=items, note="供应商缺货", **_who(request))
    return "已去掉这些商品，请核对后重新提交审批。"


@step("procurement.handle")
def submit(request, group_order):
    reason = _clean(RemarkForm(request.POST))["reason"]
    group_orders.submit(group_order=group_order, reason=reason, **_who(request))
    return "已提交审批。"


@step("procurement.handle")
def recall(request, group_order):
    group_orders.recall(group_order=group_order, **_who(request))
    return "已撤回，可以调整后重新提交审批。"


@step("procurement.handle")
def cancel(request, group_order):
    reason = _clean(ReasonForm(request.POST))["reason"]
    group_orders.cancel(group_order=group_order, reason=reason, **_who(request))
    return "这次集中采购已取消。"


@step("procurement.approve")
def approve(request, group_order):
    data = _clean(ApprovalForm(request.POST))
    after = group_orders.approve(group_order=group_order, reason=data["reason"], seen=data["seen"], **_who(request))
    return "已批准，经办人可以下单。" if after.is_approved else "这一步已批准，接着由下一步的审批人审批。"


@step("procurement.approve")
def send_back(request, group_order):
    reason = _clean(ReasonForm(request.POST))["reason"]
    group_orders.send_back(group_order=group_order, reason=reason, **_who(request))
    return "已退回给经办人。"


@step("procurement.comment")
def comment(request, group_order):
    words = _clean(CommentForm(request.POST))["reason"]
    group_orders.comment(group_order=group_order, words=words, **_who(request))
    return "意见已记下，还没有审批。"


@step("procurement.handle")
def place(request, group_order):
    who = _who(request)
    try:
        placed = group_orders.place(group_order=group_order, **who)
    except OutOfStock as missing:
        return _render_out_of_stock(request, group_order, missing)
    if any(purchase_order.placed_at != who["at"] for purchase_order in placed):
        raise group_orders.Repeated("已经下单，没有重复办理。")
    return f"已下单，按供应商分成 {len(placed)} 张采购订单。"


def get_item(group_order, pk):
    """Return one product of a group order, or answer 404."""
    items = group_order.items.select_related("group_order", "product__dossier")
    return get_object_or_404(items.prefetch_related("product__price_tiers", "product__stockrecords"), pk=pk)


def _render_out_of_stock(request, group_order, missing):
    """Say what is missing, and offer to go on without it if anything would be left."""
    products = {record.product_id for record, _, _ in missing.shortages}
    left_out = group_order.items.filter(product__in=products, is_dropped=False)
    context = {
        "unit": group_order.unit,
        "group_order": group_order,
        "shortages": missing.shortages,
        "left_out": left_out,
        "is_any_left": group_order.items.filter(is_dropped=False, quantity__gt=0).exclude(pk__in=left_out).exists(),
    }
    return render(request, "unit/out_of_stock.html", context, status=409)


def _refuse(request, group_order, refusal, *, status):
    """Answer with the page as it is by now and the sentence on top."""
    messages.error(request, str(refusal))
    return render_detail(request, get_group_order(group_order.unit, group_order.number), status=status)


def _who(request):
    return {"by": request.user, "at": timezone.now()}


def _clean(form):
    if not form.is_valid():
        raise Invalid(form)
    return form.cleaned_data
