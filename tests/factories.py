"""Rows for tests, made the way the site makes them."""

from datetime import date

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from oscar.core.loading import get_model

from procurement.models import (
    FundSource,
    Membership,
    OfflineChannel,
    OfflineProof,
    OfflinePurchase,
    SupplierMember,
    SupplierRole,
    Unit,
    UnitKind,
)
from shop.produce.credit_codes import check_character
from shop.produce.models import Dossier, Region, SupplierProfile
from shop.user.hats import OFFICE_GROUP
from shop.user.models import User

Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")

PASSWORD = "tests-2026-湖西"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    mobile = factory.Sequence(lambda n: f"100{n:08d}")
    name = factory.Sequence(lambda n: f"测试用户{n:03d}")
    password = factory.django.Password(PASSWORD)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "420527"
    name = "秭归县"
    slug = factory.LazyAttribute(lambda region: {"420527": "zigui"}.get(region.code, f"region-{region.code}"))
    province = "湖北省"


class SupplierFactory(DjangoModelFactory):
    """Oscar's ``Partner`` with its profile; ``users`` log in for it as its owners."""

    class Meta:
        model = get_model("partner", "Partner")
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"ZG{n:02d}")
    name = factory.Sequence(lambda n: f"秭归测试供应商{n}（演示）")

    @factory.post_generation
    def profile(partner, create, extracted, **kwargs):
        body = f"93420527DEM{partner.pk:06d}"
        SupplierProfile.objects.create(
            partner=partner,
            region=kwargs.get("region") or RegionFactory(),
            credit_code=body + check_character(body),
            entity_type="农民专业合作社",
            bank_name="演示银行秭归支行",
            bank_account=f"0000{partner.pk:012d}",
        )

    @factory.post_generation
    def users(partner, create, extracted, **kwargs):
        for person in extracted or []:
            join_supplier(partner, person, SupplierRole.OWNER)


def join_supplier(partner, person, role=SupplierRole.CLERK):
    partner.users.add(person)
    SupplierMember.objects.create(supplier=partner, user=person, role=role)
    return person


def make_category(path="水果 > 脐橙"):
    """Return the category at a path, creating what is missing."""
    from oscar.apps.catalogue.categories import create_from_breadcrumbs

    return create_from_breadcrumbs(path)


def make_product(supplier=None, *, sku=None, title="秭归脐橙 5kg/箱", price="58.00", stock=100, tiers=(), **dossier):
    """Return a published product with one stock record, its dossier and tier prices ``[(min, price)]``."""
    supplier = supplier or SupplierFactory()
    product_class, _ = ProductClass.objects.get_or_create(name="农副产品", defaults={"requires_shipping": True})
    product = Product.objects.create(title=title, product_class=product_class, structure=Product.STANDALONE)
    product.categories.add(make_category())
    product.stockrecords.create(
        partner=supplier,
        partner_sku=sku or f"{supplier.code}-{product.pk:03d}",
        price=price,
        num_in_stock=stock,
        num_allocated=0,
    )
    region = supplier.profile.region
    facts = {"region": region, "county": region, "spec": "5kg/箱", "unit": "箱", "net_weight_g": 5000, **dossier}
    Dossier.objects.create(product=product, **facts)
    for min_quantity, tier_price in tiers:
        product.price_tiers.create(min_quantity=min_quantity, price=tier_price)
    return product


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"SY{n:03d}")
    name = factory.Sequence(lambda n: f"建湖县测试单位{n}")
    short_name = factory.Sequence(lambda n: f"测试单位{n}")
    kind = UnitKind.INSTITUTION
    headcount = 100
    delivery_street = "测试路 1 号"
    delivery_contact = "收货人"
    delivery_mobile = "10000000000"


def credit_code(number=1, prefix="12"):
    """Return a made-up unified social credit code of the county; ``81`` begins those of trade unions."""
    body = f"{prefix}320925DEM{number:06d}"
    return body + check_character(body)


def join_unit(unit, role, **user):
    """Return a new person holding one role in a unit."""
    person = UserFactory(**user)
    Membership.objects.create(user=person, unit=unit, role=role)
    return person


def make_office_person(**user):
    person = UserFactory(**user)
    person.groups.add(Group.objects.get(name=OFFICE_GROUP))
    return person


FUND = FundSource.UNION


def make_offline_purchase(unit, *, at, number="26322000000100000001", **line):
    """Return an offline purchase of one line that waits for the office: 62.5 kg of oranges for 1250.05 CNY."""
    count = OfflinePurchase.objects.count() + 1
    purchase = OfflinePurchase.objects.create(
        number=f"XX2026-{count:06d}",
        unit=unit,
        fund_source=FUND,
        channel=OfflineChannel.FAIR,
        purchased_on=date(2026, 10, 18),
        status=OfflinePurchase.Status.SUBMITTED,
        registered_at=at,
        submitted_at=at,
    )
    region = RegionFactory()
    amounts = {"untaxed_amount": "1146.83", "tax_amount": "103.22", "amount": "1250.05"}
    facts = {"product_name": "秭归脐橙 散装", "region": region, "county": region, "supplier_name": "秭归脐橙摊位"}
    facts |= {"quantity": "62.5", "measure_unit": "kg", "unit_price": "18.34928", **amounts, **line}
    purchase.lines.create(position=1, **facts)
    OfflineProof.objects.create(
        purchase=purchase, kind="INVOICE", number=number, seller_name="秭归脐橙摊位", amount="1250.05"
    )
    return purchase


def supplier_facts(number=1, **changes):
    """Return what an applicant says about a supplier, as ``sellers.applications.start`` takes it."""
    return {
        "name": f"秭归测试合作社{number}",
        "credit_code": credit_code(number, prefix="93"),
        "entity_type": "农民专业合作社",
        "region": RegionFactory(),
        "address": "郭家坝镇 1 号",
        "contact_name": "王社长",
        "contact_phone": "0717-2880000",
        "contact_email": "",
        "main_products": "脐橙",
        "account_name": f"秭归测试合作社{number}",
        "bank_name": "测试银行秭归支行",
        "bank_account": "6222 0000 0000 0001",
        **changes,
    }
