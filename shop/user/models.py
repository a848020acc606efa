"""The person who logs in, and what they log in with."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

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
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    has_given_password = models.BooleanField("密码由管理员重置，须本人修改", default=False)
    woken_at = models.DateTimeField("唤醒时间", null=True, blank=True)
    erased_at = models.DateTimeField("注销时间", null=True, blank=True)
    session_round = models.PositiveIntegerField("登录轮次", default=0)

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

    @property
    def used_at(self):
        """When the account was last used or woken."""
        return max(filter(None, (self.date_joined, self.last_login, self.woken_at)))

    def is_asleep(self, at):
        """Tell whether nobody used the account for so long that it must be woken."""
        return not self.is_demo and at - self.used_at > timedelta(days=settings.ACCOUNT_SLEEP_DAYS)

    def _get_session_auth_hash(self, secret=None):
        """Bind sessions to the round as well: the next round ends them all."""
        salt = "shop.user.models.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password}:{self.session_round}", secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class UsedPassword(models.Model):
    """The hash of a password that a person used before."""

    user = models.ForeignKey(User, models.CASCADE, related_name="used_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField("停用时间")

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.user} {self.at:%Y-%m-%d}"


class RecoveryCode(models.Model):
    """One of the codes that let a person in once without their telephone; only a keyed digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self):
        return str(self.user)


class FactorRule(models.Model):
    """A role whose holders must log in with a second factor."""

    role = models.CharField("角色", max_length=20, unique=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = verbose_name_plural = "两步验证要求"

    def __str__(self):
        return self.role
