"""Close an account for good and forget its person: at once where nothing forbids it, the rest once its time is over.

What stays are trade records: orders, signed lists of who got what, invoices. On them a person is 已注销用户 with a
number, or, on lists that are vouchers of the unit's books, the name that was signed; the whole mobile number goes.
"""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from oscar.core.loading import get_model

from procurement.models import Claim, GroupOrder, ListedPerson, Participant, PurchaseOrder, Review
from procurement.models.group_orders import new_token
from shop.checkout import own_orders
from shop.inbox.models import Delivery
from shop.trail import changes
from shop.user import factors, permissions, roles
from shop.user.models import User

NAME, GONE = "已注销用户", "已注销"
Order, ShippingAddress = get_model("order", "Order"), get_model("order", "ShippingAddress")
UserAddress, Basket = get_model("address", "UserAddress"), get_model("basket", "Basket")
PLACED = (
    GroupOrder.Status.PLACED,
    GroupOrder.Status.PARTLY_RECEIVED,
    GroupOrder.Status.RECEIVED,
    GroupOrder.Status.SETTLED,
)
OVER = (GroupOrder.Status.RECEIVED, GroupOrder.Status.SETTLED, GroupOrder.Status.CANCELLED)
ORDER_OVER = (PurchaseOrder.Status.ACCEPTED, PurchaseOrder.Status.CANCELLED)
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Refused(Exception):
    """The account cannot be closed yet; ``reasons`` are sentences that say why."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__("".join(reasons))


def obstacles(user):
    """Return sentences on what has to be finished or handed over first; empty if nothing has to."""
    found = []
    held = sorted(permissions.LABELS.get(role, role) for role in roles.of(user))
    if held:
        found.append(f"您还是{'、'.join(held)}，请先由单位管理员、县协作办或安全管理员收回角色。")
    under_way = ~Q(status__in=ORDER_OVER) | Q(pk__in=Claim.objects.under_way().values("purchase_order"))
    orders = own_orders.of(user).filter(under_way).distinct().count()
    if orders:
        found.append(f"您有 {orders} 张订单还没有办完（待付款、待收货或售后中），办完之后再注销。")
    joined = _participants(user).filter(withdrawn_at=None).exclude(group_order__status__in=OVER).count()
    if joined:
        found.append(f"您参加的 {joined} 次集中采购还没有到货，请先退出认购，或等到货之后再注销。")
    return found


@transaction.atomic
def erase(*, user, at):
    """Close a person's account and forget who they are.

    :raises Refused: while they hold a role, or something of theirs is under way.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    reasons = obstacles(locked)
    if reasons:
        raise Refused(reasons)
    for participant in _participants(locked).select_related("group_order", "listed"):
        _forget_participant(participant)
    Review.objects.filter(by=locked).update(name=NAME)
    _forget_belongings(locked)
    _close(locked, at)
    purge(at=at, users=User.objects.filter(pk=locked.pk))
    # Without the old values, which the trail would keep.
    changes.tell(f"用户 {locked.pk}", "", "本人注销账号，个人信息已删除")


def purge(*, at, users=None):
    """Take names, numbers and addresses off the orders of closed accounts that are older than they must be kept.

    :return: how many addresses were emptied.
    """
    users = User.objects.exclude(erased_at=None) if users is None else users
    until = at.replace(year=at.year - settings.PERSONAL_DATA_YEARS, day=min(at.day, 28))
    old = Order.objects.filter(user__in=users, date_placed__lt=until).exclude(shipping_address=None)
    addresses = ShippingAddress.objects.filter(pk__in=old.values("shipping_address")).exclude(first_name=GONE)
    return addresses.update(first_name=GONE, last_name="", line1="", phone_number="", notes="", search_text="")


def _participants(user):
    return Participant.objects.filter(user=user)


def _forget_participant(participant):
    """Keep what the unit's signed lists print, the name and the ends of the number, where anything was ordered."""
    facts = {"mobile": _without_middle(participant), "token": new_token(), "user": None}
    if participant.group_order.status not in PLACED:
        facts |= {"name": GONE, "department": ""}
    if participant.listed_id:
        ListedPerson.objects.filter(pk=participant.listed_id).update(mobile="")
    Participant.objects.filter(pk=participant.pk).update(**facts)


def _without_middle(participant):
    """Return a number that looks the same once masked; four letters of its row keep it apart from others."""
    left, letters = participant.pk, ""
    for _ in range(4):
        left, rest = divmod(left, len(LETTERS))
        letters = LETTERS[rest] + letters
    return f"{participant.mobile[:3]}{letters}{participant.mobile[-4:]}"


def _forget_belongings(user):
    for rows in (AccessAttempt, AccessFailureLog, AccessLog):
        rows.objects.filter(username=user.mobile).delete()
    for rows in (user.inbox, user.mutes, user.used_passwords, user.recovery_codes):
        rows.all().delete()
    Delivery.objects.filter(user=user).delete()
    UserAddress.objects.filter(user=user).delete()
    Basket.objects.filter(owner=user).delete()
    factors.remove(user=user)


def _close(user, at):
    """Rows are changed past ``save``, as the trail would write down what is to be forgotten."""
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        mobile=f"x{user.pk:010d}",
        name=f"{NAME} {user.pk}",
        email="",
        password=user.password,
        is_active=False,
        session_round=user.session_round + 1,
        erased_at=at,
    )
