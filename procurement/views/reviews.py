"""Reviews at the desks: a supplier answers those of its goods, the office hides and shows any."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shop.user.desks import office_desk, supplier_desk

from ..delivery import reviews
from ..forms.reviews import AnswerForm, HideForm
from ..models import Review
from .attempts import attempt

PAGE_SIZE = 20


@require_safe
@supplier_desk
def supplier(request, partner):
    return _list(request, partner.reviews.all(), partner=partner)


@require_POST
@supplier_desk
def answer(request, partner, pk):
    review = get_object_or_404(partner.reviews, pk=pk)
    form = AnswerForm(request.POST)
    who = {"review": review, "by": request.user, "at": timezone.now()}
    status = attempt(request, form, lambda: reviews.answer(**who, **form.cleaned_data), "已回复，商品页会显示。")
    if status:
        return _list(request, partner.reviews.all(), partner=partner, form=form, failed=review, status=status)
    return redirect("supplier:reviews", partner.code)


@require_safe
@office_desk
def office(request):
    return _list(request, Review.objects.all())


@require_POST
@office_desk
def hide(request, pk):
    review = get_object_or_404(Review, pk=pk)
    form = HideForm(request.POST)
    who = {"review": review, "by": request.user, "at": timezone.now()}
    status = attempt(request, form, lambda: reviews.hide(**who, **form.cleaned_data), "已隐藏，商品页不再显示。")
    if status:
        return _list(request, Review.objects.all(), form=form, failed=review, status=status)
    return redirect("office:reviews")


@require_POST
@office_desk
def show(request, pk):
    review = get_object_or_404(Review, pk=pk)
    form = HideForm({"reason": "恢复"})
    attempt(request, form, lambda: reviews.show(review=review), "已恢复显示。")
    return redirect("office:reviews")


def _list(request, rows, *, partner=None, form=None, failed=None, status=200):
    rows = rows.select_related("product", "supplier", "line__order").prefetch_related("photos")
    context = {
        "partner": partner,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form or (AnswerForm() if partner else HideForm()),
        "failed": failed,
    }
    return render(request, "reviews/desk.html", context, status=status)
