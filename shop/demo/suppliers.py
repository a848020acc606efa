"""Invented suppliers: Oscar's partner, its profile, and a person who works for it."""

from django.utils import timezone
from oscar.core.loading import get_model

from procurement.models import SupplierMember, SupplierRole
from shop.produce import freight
from shop.produce.models import FreightTemplate, SupplierProfile

from . import people, places, tables

Partner = get_model("partner", "Partner")


def load():
    """Create the suppliers that are missing, each with one operator; return how many there are."""
    regions, rows = places.by_slug(), tables.read("suppliers")
    operators = people.by_number()
    for place, row in enumerate(rows):
        partner, _ = Partner.objects.get_or_create(code=row["supplier_code"], defaults={"name": row["name"]})
        SupplierProfile.objects.get_or_create(partner=partner, defaults=_profile(row, place, regions))
        _join(partner, operators[people.FIRST_OPERATOR + place])
        _set_freight(partner, place)
    return len(rows)


def _join(partner, person):
    partner.users.add(person)
    SupplierMember.objects.get_or_create(supplier=partner, user=person, defaults={"role": SupplierRole.OWNER})


# The cooperatives of one region are paid through one account, so that a unit can pay several of them at once.
SHARED_REGION = "yushu"
SHARED_ACCOUNT = {"account_name": "玉树市帮扶产品结算户（演示）", "bank_account": "演示账号 0000 0000 9001"}


# Every third supplier charges freight, by turns by weight and by pack; 西藏 and 新疆 cost more or are not served.
FREIGHTS = (
    {"basis": "WEIGHT", "first_size": 3, "first_amount": 8, "further_size": 1, "further_amount": 2},
    {"basis": "PIECE", "first_size": 1, "first_amount": 6, "further_size": 1, "further_amount": 1},
)
FAR = {
    "54": {"is_served": False, "first_amount": None, "further_amount": None, "is_never_free": False},
    "65": {"is_served": True, "first_amount": 25, "further_amount": 10, "is_never_free": True},
}


def _set_freight(partner, place):
    if place % 3 or FreightTemplate.objects.filter(partner=partner).exists():
        return
    terms = FREIGHTS[place // 3 % 2] | {"free_from_amount": 199, "applies_to_units": False}
    freight.keep(partner=partner, at=timezone.now(), areas=FAR, **terms)


def _profile(row, place, regions):
    shared = SHARED_ACCOUNT if row["region_slug"] == SHARED_REGION else {}
    return {
        "region": regions[row["region_slug"]],
        "credit_code": row["uscc"],
        "entity_type": row["entity_type"],
        "address": row["address"],
        "contact_name": row["contact_name"],
        "contact_phone": row["contact_phone"],
        "contact_email": row["contact_email"],
        "main_products": row["main_products"],
        "bank_name": "演示银行（虚构，请勿转账）",
        "bank_account": f"演示账号 0000 0000 {place + 1:04d}",
        "is_demo": True,
        **shared,
    }
