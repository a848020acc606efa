"""Unified social credit codes, GB 32100-2015."""

from django.core.exceptions import ValidationError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]


def check_character(body):
    """Return the check character of the first 17 characters.

    :raises ValueError: if a character is outside the standard's alphabet.
    """
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code):
    """Tell whether an 18-character code has the right check character."""
    if len(code) != 18 or not set(code) <= set(ALPHABET):
        return False
    return check_character(code[:17]) == code[17]


def validate(code):
    """Refuse a code that is not valid, for a model field."""
    if not is_valid(code):
        raise ValidationError("统一社会信用代码不正确，请核对 18 位代码。")
