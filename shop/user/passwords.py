"""What a password must be: GB/T 22239-2019 (classes, history, change every 90 days) or OWASP ASVS 5 (length only)."""

import re
from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
KEPT, DAYS = 5, 90
GBT22239, ASVS5 = "GBT22239", "ASVS5"

_DJANGO = "django.contrib.auth.password_validation."
_ALWAYS = [{"NAME": f"{_DJANGO}CommonPasswordValidator"}, {"NAME": f"{_DJANGO}UserAttributeSimilarityValidator"}]
RULES = {
    GBT22239: [
        {"NAME": f"{_DJANGO}MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
        *_ALWAYS,
        {"NAME": "shop.user.passwords.Classes"},
        {"NAME": "shop.user.passwords.NotUsedLately"},
    ],
    # ASVS 5.0, 6.2: length and the lists decide; no classes, no forced change.
    ASVS5: [{"NAME": f"{_DJANGO}MinimumLengthValidator", "OPTIONS": {"min_length": 12}}, *_ALWAYS],
}


class Classes:
    """At least three of: small letters, capitals, digits, other characters."""

    words = "密码要包含大写字母、小写字母、数字、符号中的至少三种。"

    def validate(self, password, user=None):
        if sum(bool(re.search(one, password)) for one in CLASSES) < 3:
            raise ValidationError(self.words)

    def get_help_text(self):
        return self.words


class NotUsedLately:
    """None of the last five passwords of the person."""

    words = f"新密码不能与最近 {KEPT} 次用过的密码相同。"

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        used = user.used_passwords.values_list("password", flat=True)[: KEPT - 1]
        if any(check_password(password, one) for one in (user.password, *used)):
            raise ValidationError(self.words)

    def get_help_text(self):
        return self.words


def is_stale(user, at, rules):
    """Tell whether a person with a role has to choose a new password now."""
    if user.has_given_password:
        return True
    changed_at = user.password_changed_at or user.date_joined
    return rules == GBT22239 and not user.is_demo and at - changed_at > timedelta(days=DAYS)
