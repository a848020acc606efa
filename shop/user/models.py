"""The person who logs in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

# Only the shape: the operators' number ranges change every few years.
mobile_validator = RegexValidator(r"^1\d{10}$", "请填写 11 位手机号。")


def mask_mobile(mobile):
    """Return a mobile number with its middle hidden, e.g. ``138****0000``."""
    return f"{mobile[:3]}****{mobile[-4:]}" if len(mobile) >= 7 else "****"


class UserAccounts(BaseUserManager):
    """Create accounts; Django's commands call these two by name."""

    def create_user(self, mobile, password=None, **fields):
        user = self.model(mobile=mobile, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, mobile, password, **fields):
        return self.create_user(mobile, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a login; what they may do hangs on memberships, suppliers and groups."""

    mobile = models.CharField("手机号", max_length=11, unique=True, validators=[mobile_validator])
    name = models.CharField("姓名", max_length=40, blank=True)
    email = models.EmailField("邮箱", blank=True)
    is_staff = models.BooleanField("系统管理员", default=False)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    date_joined = models.DateTimeField("加入时间", default=timezone.now)

    objects = UserAccounts()

    USERNAME_FIELD = "mobile"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self):
        return self.name or self.masked_mobile

    @property
    def masked_mobile(self):
        return mask_mobile(self.mobile)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name
