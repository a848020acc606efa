"""The second factor: a code of six digits that changes every half minute (RFC 6238), or a recovery code, once each."""

import base64
import secrets

import segno
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice

from .models import FactorRule, RecoveryCode, User

CODES, CODE_BYTES = 10, 5


def device_of(user):
    """Return the person's confirmed device, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_required(roles):
    return FactorRule.objects.filter(role__in=roles).exists()


def prepare(*, user):
    """Return the device that the person is about to set up."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name=settings.SITE_NAME, confirmed=False)


def secret_of(device):
    """Return the secret as people type it into an app."""
    return base64.b32encode(device.bin_key).decode()


def picture_of(device):
    """Return the QR code as an address that an ``img`` shows."""
    return segno.make(device.config_url).png_data_uri(scale=5, border=2)


@transaction.atomic
def confirm(*, user, code):
    """Take the device into use when its code is right; return the recovery codes, told once, or nothing."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    device = TOTPDevice.objects.select_for_update().filter(user=locked, confirmed=False).first()
    if device is None or not _is_code(device, code):
        return []
    TOTPDevice.objects.filter(user=locked, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return new_codes(user=locked)


@transaction.atomic
def new_codes(*, user):
    """Replace the recovery codes; return the new ones, told once."""
    codes = [secrets.token_hex(CODE_BYTES) for _ in range(CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return codes


@transaction.atomic
def check(*, user, code):
    """Tell whether a code lets the person in; a recovery code is used up."""
    code = code.strip().replace(" ", "").lower()
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device and code.isdigit() and len(code) == device.digits:
        return _is_code(device, code)
    return bool(user.recovery_codes.filter(digest=_digest(user, code)).delete()[0])


@transaction.atomic
def remove(*, user):
    """Forget the device and its recovery codes."""
    TOTPDevice.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()


def _is_code(device, code):
    """Check one code; the device itself slows down whoever guesses, and takes no code twice."""
    allowed, _ = device.verify_is_allowed()
    return allowed and code.isdigit() and device.verify_token(code)


def _digest(user, code):
    return salted_hmac("shop.user.recovery", f"{user.pk}:{code}").hexdigest()
