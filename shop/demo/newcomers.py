"""Somebody who asks to sell here, and a supplier whose licence ends soon."""

import io
from datetime import timedelta

from django.utils.timezone import localdate
from oscar.core.loading import get_model
from PIL import Image, ImageDraw

from procurement.models import Licence, SupplierApplication
from procurement.proofs import files
from procurement.sellers import application_licences, applications, licences
from shop.produce.credit_codes import check_character

from . import people, places

Partner = get_model("partner", "Partner")
APPLICANT, LICENSED, DAYS = people.SHOPPERS[-1], "TC01", 20
PAPER, INK, RED = (250, 247, 238), (120, 112, 96), (196, 52, 44)


def load(*, at):
    """Write what is missing; return how many applications and licences there are."""
    persons = people.by_number()
    _apply(persons[APPLICANT], at)
    _license(persons[people.FIRST_OPERATOR], persons[people.OFFICE], at)
    return SupplierApplication.objects.count() + Licence.objects.count()


def _apply(applicant, at):
    if applicant.supplier_applications.exists():
        return
    body = "93420527DEM900001"
    name = "秭归云台柑橘专业合作社（演示）"
    made = applications.start(
        applicant=applicant,
        at=at,
        name=name,
        credit_code=body + check_character(body),
        entity_type="农民专业合作社",
        region=places.by_slug()["zigui"],
        address="秭归县郭家坝镇（演示地址）",
        contact_name=applicant.name,
        contact_phone=applicant.mobile,
        contact_email="",
        main_products="脐橙、伦晚、柑橘罐头",
        account_name=name,
        bank_name="演示银行（虚构，请勿转账）",
        bank_account="0000 0000 0036",
    )
    for kind, number, days in (("BUSINESS", made.credit_code, None), ("FOOD_TRADE", "JY14205270000001", 700)):
        facts = _licence(kind, number, localdate(at) + timedelta(days) if days else None)
        application_licences.put(application=made, by=applicant, at=at, **facts)
    applications.submit(application=made, at=at)


def _license(owner, office, at):
    supplier = Partner.objects.select_related("profile").get(code=LICENSED)
    if supplier.licences.exists():
        return
    ends = localdate(at) + timedelta(days=DAYS)
    for kind, number, until in (
        ("BUSINESS", supplier.profile.credit_code, None),
        ("FOOD_TRADE", "JY16102040000001", ends),
    ):
        made = licences.renew(supplier=supplier, by=owner, at=at, **_licence(kind, number, until))
        licences.confirm(licence=made, by=office, at=at)


def _licence(kind, number, until):
    checked = [files.check("证照扫描件.png", _scan())]
    return {"kind": kind, "title": "", "number": number, "expires_on": until, "checked": checked}


def _scan():
    """Return a PNG that looks like a licence from afar: a frame, lines, a seal; it names nobody."""
    sheet = Image.new("RGB", (800, 560), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((24, 24, 776, 536), outline=RED, width=6)
    draw.rectangle((250, 70, 550, 110), fill=INK)
    for row in range(7):
        draw.rectangle((80, 160 + 42 * row, 180, 176 + 42 * row), fill=INK)
        draw.rectangle((210, 160 + 42 * row, 520 + 20 * (row % 3), 176 + 42 * row), outline=INK, width=2)
    draw.ellipse((590, 360, 730, 500), outline=RED, width=8)
    draw.regular_polygon((660, 430, 34), 5, fill=RED)
    data = io.BytesIO()
    sheet.save(data, "PNG")
    return data.getvalue()
