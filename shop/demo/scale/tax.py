"""The tax contained in an amount, in whole fen, half-up as everywhere."""

from .base import RATE

PERCENT = int(RATE * 100)


def contained(fen):
    return f"((({fen}) * {2 * PERCENT} + {100 + PERCENT}) / {2 * (100 + PERCENT)})"
