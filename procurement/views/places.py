"""Choose one of a unit's delivery addresses in a form that has the three delivery fields."""

FIELDS = ("delivery_street", "delivery_contact", "delivery_mobile")
OTHER = ""


def with_place(data, places):
    """Return sent data with the delivery fields of the address chosen in it; as it is when none was."""
    place = next((place for place in places if place.key == data.get("place")), None)
    if not place:
        return data
    filled = data.copy()
    for field, value in zip(FIELDS, place.delivery, strict=True):
        filled[field] = value
    return filled


def chosen(form, places):
    """Return the key of the address that a form shows: what was sent, else the one that its fields say."""
    if form.is_bound:
        return form.data.get("place", OTHER)
    delivery = tuple(form.initial.get(field) for field in FIELDS)
    return next((place.key for place in places if place.delivery == delivery), OTHER)
