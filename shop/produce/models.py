"""Regions, suppliers and the dossier behind each product."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from . import credit_codes, seasons
from .edition_models import Edition
from .freight_models import FreightArea, FreightTemplate
from .listing_models import ListingRequest, PriceChange
from .publication_models import HeldProduct, PausedSupplier

__all__ = [
    "Dossier",
    "Edition",
    "FreightArea",
    "FreightTemplate",
    "HeldProduct",
    "ListingRequest",
    "PausedSupplier",
    "PriceChange",
    "PriceTier",
    "Region",
    "Storage",
    "SupplierProfile",
]


# What keeps so few days or fewer is fresh and perishes.
PERISHABLE_DAYS = 30


class RegionQuerySet(models.QuerySet):
    def partners(self):
        """The partner regions themselves, without the counties inside them."""
        return self.filter(parent=None)


class Region(models.Model):
    """A partner region on sale, or a county-level place inside one (GB/T 2260 code)."""

    code = models.CharField("区划代码", max_length=6, unique=True, validators=[RegexValidator(r"^\d{6}$")])
    name = models.CharField("名称", max_length=40)
    slug = models.SlugField("网址名", unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="counties")
    province = models.CharField("省份", max_length=20)
    introduction = models.TextField("介绍", blank=True)
    landscape = models.CharField("风貌", max_length=20, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协作地区"
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    @property
    def short_name(self):
        return self.name.rstrip("市县区")


class SupplierProfile(models.Model):
    """What a supplier is beside Oscar's partner row: origin, legal identity, where to pay."""

    partner = models.OneToOneField("partner.Partner", models.CASCADE, related_name="profile")
    region = models.ForeignKey(Region, models.PROTECT, related_name="suppliers")
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, validators=[credit_codes.validate])
    entity_type = models.CharField("主体类型", max_length=20)
    address = models.CharField("地址", max_length=120, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=20, blank=True)
    contact_email = models.EmailField("邮箱", blank=True)
    main_products = models.CharField("主营产品", max_length=200, blank=True)
    # Empty when the account is in the supplier's own name; several suppliers may be paid through one account.
    account_name = models.CharField("户名", max_length=128, blank=True)
    bank_name = models.CharField("开户行", max_length=80, blank=True)
    bank_account = models.CharField("银行账号", max_length=40, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "供应商"

    def __str__(self):
        return self.partner.name


class Storage(models.TextChoices):
    AMBIENT = "AMBIENT", "常温"
    CHILLED = "CHILLED", "冷藏"
    FROZEN = "FROZEN", "冷冻"


class Dossier(models.Model):
    """The facts of one product as its supplier declared them.

    ``net_weight_g`` is grams (millilitres for liquids), ``tax_rate`` a fraction such as 0.09. The season runs from
    ``season_start`` to ``season_end`` (months 1-12, may pass the new year); both empty means all year.
    """

    product = models.OneToOneField("catalogue.Product", models.CASCADE, related_name="dossier")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="协作地区")
    county = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="产地")
    township = models.CharField("产地乡镇", max_length=40, blank=True)
    short_title = models.CharField("简称", max_length=30, blank=True)
    spec = models.CharField("规格", max_length=60)
    unit = models.CharField("计量单位", max_length=10)
    net_weight_g = models.DecimalField("净含量(克)", max_digits=12, decimal_places=2, null=True, blank=True)
    gross_weight_kg = models.DecimalField("毛重(kg)", max_digits=10, decimal_places=3, null=True, blank=True)
    tax_rate = models.DecimalField("税率", max_digits=4, decimal_places=2, default=Decimal("0.09"))
    is_tax_exempt = models.BooleanField("免税", default=False)
    min_order_quantity = models.PositiveIntegerField("起订量", default=1, validators=[MinValueValidator(1)])
    order_multiple = models.PositiveIntegerField("起订倍数", default=1, validators=[MinValueValidator(1)])
    shelf_life_days = models.PositiveIntegerField("保质期(天)", null=True, blank=True)
    storage = models.CharField("储存方式", max_length=10, choices=Storage.choices, blank=True)
    season_start = models.PositiveSmallIntegerField("上市起月", null=True, blank=True)
    season_end = models.PositiveSmallIntegerField("上市止月", null=True, blank=True)
    is_gi = models.BooleanField("地理标志", default=False)
    gi_name = models.CharField("地理标志名称", max_length=40, blank=True)
    certification = models.CharField("认证", max_length=40, blank=True)
    licence_number = models.CharField("生产许可证号", max_length=16, blank=True)
    barcode = models.CharField("条码", max_length=13, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="以空格分隔")
    # Sums of the reviews shown, kept by ``procurement.delivery.reviews`` so that a card needs no query for them.
    review_count = models.PositiveIntegerField("评价数", default=0, editable=False)
    review_stars = models.PositiveIntegerField("星数合计", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "产品档案"
        constraints = [
            models.CheckConstraint(
                condition=Q(min_order_quantity__gte=1, order_multiple__gte=1), name="dossier_quantities_positive"
            ),
            models.CheckConstraint(
                condition=Q(season_start=None, season_end=None)
                | Q(season_start__range=(1, 12), season_end__range=(1, 12)),
                name="dossier_season_whole",
            ),
            models.CheckConstraint(condition=Q(tax_rate__range=(0, 1)), name="dossier_tax_rate_fraction"),
        ]

    def __str__(self):
        return self.product.title

    @property
    def season(self):
        """The season as people write it: ``全年``, ``10-3月``."""
        return seasons.write(self.season_start, self.season_end)

    @property
    def keyword_list(self):
        return self.keywords.split()

    @property
    def is_returnable(self):
        """Whether it may go back without being bad: not what is fresh and perishes (消费者权益保护法 第二十五条)."""
        keeps_short = self.shelf_life_days is not None and self.shelf_life_days <= PERISHABLE_DAYS
        return not (keeps_short or self.storage in (Storage.CHILLED, Storage.FROZEN))

    @property
    def return_words(self):
        """What a buyer reads about sending it back."""
        if self.is_returnable:
            return f"签收后 {settings.RETURN_DAYS} 天内可以申请退货"
        return f"鲜活易腐，没有质量问题不退；有问题请在签收后 {settings.CLAIM_DAYS} 天内提出"

    def is_in_season(self, month):
        return seasons.covers(self.season_start, self.season_end, month)


class PriceTier(models.Model):
    """A lower unit price that holds from its minimum quantity on, at that quantity included."""

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="price_tiers")
    min_quantity = models.PositiveIntegerField("数量起")
    price = models.DecimalField("单价", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "阶梯价"
        ordering = ["min_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["product", "min_quantity"], name="price_tier_once"),
            models.CheckConstraint(condition=Q(price__gt=0, min_quantity__gt=1), name="price_tier_positive"),
        ]

    def __str__(self):
        return f"{self.min_quantity} 起 {self.price}"
