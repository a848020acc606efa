"""Units that buy, and the people in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.produce import credit_codes


class UnitKind(models.TextChoices):
    GOVERNMENT = "GOVERNMENT", "机关"
    INSTITUTION = "INSTITUTION", "事业单位"
    ENTERPRISE = "ENTERPRISE", "企业"
    TOWN = "TOWN", "镇街区"
    MASS_ORGANISATION = "MASS_ORGANISATION", "群团"
    SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION", "社会组织"


class FundSource(models.TextChoices):
    UNION = "UNION", "工会经费"
    WELFARE = "WELFARE", "福利费"
    CANTEEN = "CANTEEN", "食堂经费"
    ADMINISTRATION = "ADMINISTRATION", "行政经费"
    PERSONAL = "PERSONAL", "个人"


class UnitQuerySet(models.QuerySet):
    def of(self, user):
        """Units in which a person holds any role."""
        return self.filter(memberships__user=user).distinct()

    def about(self, words):
        """Units with every word in their name, short name, code or credit code."""
        rows = self
        for word in words.split():
            named = Q(name__icontains=word) | Q(short_name__icontains=word)
            rows = rows.filter(named | Q(code__icontains=word) | Q(credit_code__icontains=word))
        return rows


class Unit(models.Model):
    """A buyer organisation; its parent supervises it (主管部门 → 下属单位).

    The delivery fields are its default address; further ones are rows of ``DeliveryAddress``.
    """

    code = models.CharField("单位编码", max_length=20, unique=True)
    name = models.CharField("单位名称", max_length=80)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("单位性质", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    headcount = models.PositiveIntegerField("在职人数", null=True, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[credit_codes.validate])
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=20, blank=True)
    delivery_street = models.CharField("收货街道地址", max_length=120, blank=True)
    delivery_contact = models.CharField("收货联系人", max_length=40, blank=True)
    delivery_mobile = models.CharField("收货联系电话", max_length=20, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "采购单位"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["credit_code"], condition=~Q(credit_code=""), name="unit_credit_code_once")
        ]

    def __str__(self):
        return self.short_name

    @property
    def path(self):
        """Codes from the topmost supervising unit down to this one, e.g. ``JG013/SY001``."""
        codes, unit = [self.code], self.parent
        while unit and unit.code not in codes:
            codes.append(unit.code)
            unit = unit.parent
        return "/".join(reversed(codes))


class Role(models.TextChoices):
    ADMINISTRATOR = "ADMINISTRATOR", "管理员"
    HANDLER = "HANDLER", "经办人"
    APPROVER = "APPROVER", "审批人"
    ACCEPTOR = "ACCEPTOR", "验收人"
    MEMBER = "MEMBER", "职工"


class Membership(models.Model):
    """One role of one person in one unit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    department = models.CharField("部门", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "成员"
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once")]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"
