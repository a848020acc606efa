"""Where a public order goes: the address last used, and the mobile number on it as people write it."""

from oscar.core.loading import get_model

from shop.produce import provinces

Order = get_model("order", "Order")


def last_used(user):
    """Return a person's last delivery address as initial values of the form; for a newcomer what is known."""
    if not user.is_authenticated:
        return {"province": provinces.home()}
    orders = Order.objects.filter(user=user, purchase_order__unit=None).select_related("shipping_address")
    order = orders.order_by("-date_placed", "-pk").first()
    if order is None or order.shipping_address is None:
        return {"name": user.name, "mobile": user.mobile, "province": provinces.home()}
    address = order.shipping_address
    return {
        "name": address.first_name,
        "mobile": mobile_of(address),
        "province": address.state,
        "city": address.line4,
        "district": address.line3,
        "street": address.line1,
    }


def mobile_of(address):
    """Return the 11 digits of an address's mobile number; Oscar keeps valid ones as ``+86…``."""
    digits = "".join(filter(str.isdigit, str(address.phone_number or "")))
    return digits[-11:]
