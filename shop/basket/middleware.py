"""Which basket a visitor has: their own, or the one their cookie names; loaded only when a page asks for it."""

from django.contrib import messages
from django.db import transaction
from oscar.apps.basket import middleware
from oscar.core.loading import get_model

Basket = get_model("basket", "Basket")


class BasketMiddleware(middleware.BasketMiddleware):
    """Oscar's, without offers (there are none, so they cost no queries), and adding up what was chosen before login."""

    def apply_offers_to_basket(self, request, basket):
        """Apply nothing: tier prices are the only discounts."""

    def get_basket(self, request):
        if request._basket_cache is None:
            request._basket_cache = self._load(request)
        return request._basket_cache

    def _load(self, request):
        by_cookie = self.get_cookie_basket(self.get_cookie_key(request), request, Basket.open)
        if not request.user.is_authenticated:
            return by_cookie or Basket()
        own = self._own(request.user)
        if by_cookie:
            if self.merge_baskets(own, by_cookie):
                messages.info(request, "登录前选的商品已并入您的购物车，数量已相加，请核对。")
            request.cookies_to_delete.append(self.get_cookie_key(request))
        return own

    def _own(self, user):
        """Return a person's one open basket; two requests at once may have made two."""
        first, *others = Basket.open.filter(owner=user).order_by("pk") or [Basket.open.create(owner=user)]
        for other in others:
            self.merge_baskets(first, other)
        first.owner = user
        return first

    @transaction.atomic
    def merge_baskets(self, master, slave):
        """Move the slave's lines over, quantities added up; tell whether there were any. Twice moves nothing."""
        for pk in sorted((master.pk, slave.pk)):
            locked = Basket.objects.select_for_update().get(pk=pk)
            if locked.status != Basket.OPEN:
                return False
        had_lines = slave.lines.exists()
        master.merge(slave, add_quantities=True)
        return had_lines
