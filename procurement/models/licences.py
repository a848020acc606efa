"""A supplier's licences, each with its files, from the application on."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .group_orders import new_token
from .supplier_applications import SupplierApplication

# So many days before it ends, a licence is spoken of.
NEAR_DAYS = 30


class LicenceQuerySet(models.QuerySet):
    def waiting(self):
        """Renewals that the county office has to look at; those of an application are decided with it."""
        return self.filter(status=Licence.Status.WAITING, supplier__isnull=False)

    def standing(self):
        """Confirmed licences that no later confirmed one of the same kind and title stands in for."""
        same = Licence.objects.filter(status=Licence.Status.CONFIRMED, supplier=OuterRef("supplier"))
        same = same.filter(kind=OuterRef("kind"), title=OuterRef("title"))
        later = Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on"))
        newer = same.filter(later) | same.filter(expires_on=OuterRef("expires_on"), pk__gt=OuterRef("pk"))
        own = self.filter(status=Licence.Status.CONFIRMED, supplier__isnull=False)
        return own.filter(Q(expires_on=None) | ~Exists(newer))

    def expiring(self, today):
        """Standing licences that end within a month, those that ended included."""
        return self.standing().filter(expires_on__lte=today + timedelta(NEAR_DAYS))

    def expired(self, today):
        """Standing licences whose last day is over."""
        return self.standing().filter(expires_on__lt=today)


class Licence(models.Model):
    """One licence as the supplier declared it; ``expires_on`` is its last day, empty when it has none.

    It belongs to an application, to a supplier, or to both once the application was approved. A renewal is another row
    that the office confirms; from then on it stands in for the old one.
    """

    class Kind(models.TextChoices):
        BUSINESS = "BUSINESS", "营业执照"
        FOOD_TRADE = "FOOD_TRADE", "食品经营许可证"
        FOOD_PRODUCTION = "FOOD_PRODUCTION", "食品生产许可证"
        WORKSHOP = "WORKSHOP", "食品小作坊登记证"
        SLAUGHTER = "SLAUGHTER", "生猪定点屠宰证"
        OTHER = "OTHER", "其他证照"

    class Status(models.TextChoices):
        WAITING = "WAITING", "待确认"
        CONFIRMED = "CONFIRMED", "已确认"
        RETURNED = "RETURNED", "已退回"

    application = models.ForeignKey(SupplierApplication, models.PROTECT, null=True, related_name="licences")
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, null=True, related_name="licences")
    kind = models.CharField("种类", max_length=16, choices=Kind.choices)
    title = models.CharField("证照名称", max_length=40, blank=True)
    number = models.CharField("证号", max_length=40)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "证照"
        ordering = ["kind", "title", "-at", "-pk"]
        indexes = [models.Index(fields=["status", "expires_on"], name="licence_by_last_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(supplier__isnull=False), name="licence_belongs"
            ),
            models.CheckConstraint(condition=Q(kind="OTHER") ^ Q(title=""), name="licence_other_has_title"),
            models.CheckConstraint(
                condition=Q(status="WAITING") | Q(decided_at__isnull=False), name="licence_decided_when"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What it is called, e.g. ``食品经营许可证``."""
        return self.title or self.get_kind_display()

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def is_confirmed(self):
        return self.status == self.Status.CONFIRMED

    @property
    def is_returned(self):
        return self.status == self.Status.RETURNED

    @property
    def tone(self):
        """The tone of its badge."""
        tones = {self.Status.WAITING: "warn", self.Status.CONFIRMED: "good", self.Status.RETURNED: "bad"}
        return tones[self.status]

    def days_left(self, today):
        """Return how many days are left after today; negative once it ended, None without an end."""
        return (self.expires_on - today).days if self.expires_on else None


class LicenceFile(models.Model):
    """A private file of a licence: a picture encoded anew, or a PDF as it came."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="files")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField("存放", max_length=120)
    title = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "证照文件"
        ordering = ["pk"]

    def __str__(self):
        return self.title

    @property
    def is_picture(self):
        """Whether it may be shown in a page: only what this site encoded itself."""
        return self.content_type == "image/jpeg"
