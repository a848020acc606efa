"""What those who bought a product bought with it, from orders; never told of fewer than three buyers."""

from django.core.cache import cache
from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from oscar.core.loading import get_model

from procurement.models import PurchaseOrder

Line = get_model("order", "Line")
BUYERS, SHOWN, KEPT_SECONDS = 3, 4, 3600


def of(product):
    """Return the keys of the products most often bought with one, most buyers first; at most an hour old."""
    return cache.get_or_set(f"catalogue:together:{product.pk}", lambda: _ask(product), KEPT_SECONDS)


def _ask(product):
    with_it = Line.objects.filter(product=product).exclude(order__status=PurchaseOrder.Status.CANCELLED)
    baskets = with_it.exclude(order__basket=None).values("order__basket")
    rows = Line.objects.filter(Q(order__in=with_it.values("order")) | Q(order__basket__in=baskets))
    rows = rows.exclude(product=product).exclude(order__status=PurchaseOrder.Status.CANCELLED)
    rows = rows.filter(product__is_public=True, product__dossier__isnull=False)
    counted = rows.values("product").annotate(buyers=Count(_buyer(), distinct=True)).filter(buyers__gte=BUYERS)
    return list(counted.order_by("-buyers", "product").values_list("product", flat=True)[:SHOWN])


def _buyer():
    """The unit, the person, or the mobile number of a guest; without any of them nobody."""
    mobile = "order__shipping_address__phone_number"
    keys = {"unit": "order__purchase_order__unit", "person": "order__user", "guest": mobile}
    return Coalesce(*(_key(name, path) for name, path in keys.items()))


def _key(name, path):
    said = Concat(Value(name), Cast(path, CharField()), output_field=CharField())
    return Case(When(**{f"{path}__isnull": False}, then=said), default=None, output_field=CharField())
