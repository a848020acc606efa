"""Amounts in CNY: Decimal, tax included, rounded half-up to the fen."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


def to_fen(amount):
    """Round an amount half-up to the fen."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def tax_in(amount, rate):
    """Return the tax contained in a tax-inclusive amount at a rate such as ``Decimal("0.09")``."""
    return to_fen(amount * rate / (1 + rate))
