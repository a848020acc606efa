"""A buyer says what they think of one line of an order they received."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from procurement.delivery import reviews
from procurement.forms.reviews import ReviewForm
from procurement.views.attempts import attempt

from .. import own_orders


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, number, pk):
    purchase_order, now = own_orders.get(request, number), timezone.now()
    line = next((line for line in purchase_order.order.lines.all() if line.pk == pk), None)
    if line is None or line.product is None or not reviews.is_received(purchase_order, now):
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, status = ReviewForm(*posted), 200
    if posted:
        facts = {"purchase_order": purchase_order, "line": line, "at": now}
        facts["by"] = request.user if request.user.is_authenticated else None
        status = attempt(request, form, lambda: reviews.write(**facts, **form.facts()), "谢谢您的评价，商品页已显示。")
    key = own_orders.key_for(request, purchase_order)
    if not status:
        return redirect(reverse("checkout:order", args=[number], query={"key": key} if key else None))
    context = {"purchase_order": purchase_order, "line": line, "form": form, "key": key}
    return render(request, "checkout/review.html", context, status=status)
