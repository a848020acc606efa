"""Tier prices: the price holds at its minimum quantity and above."""

from decimal import Decimal

from .money import to_fen


def price_at(unit_price, tiers, quantity):
    """Return the unit price for a quantity.

    :param tiers: ``PriceTier`` rows or ``(min_quantity, price)`` pairs, in any order.
    """
    price = unit_price
    for min_quantity, tier_price in sorted(_pairs(tiers)):
        if quantity >= min_quantity:
            price = tier_price
    return price


def next_tier(tiers, quantity):
    """Return the next ``(min_quantity, price)`` above a quantity, or None at the last tier."""
    return min((pair for pair in _pairs(tiers) if pair[0] > quantity), default=None)


def quantity_problem(quantity, *, min_order_quantity, order_multiple, unit=""):
    """Return a sentence on why a quantity cannot be ordered, or an empty string."""
    if quantity < min_order_quantity:
        return f"{min_order_quantity} {unit}起订，还差 {min_order_quantity - quantity} {unit}。"
    over = quantity % order_multiple
    if over:
        return f"须按 {order_multiple} {unit}的倍数订购，可改为 {quantity - over + order_multiple} {unit}。"
    return ""


def per_500g(unit_price, net_weight_g):
    """Return the price of 500 g (one 斤), or None without a net weight."""
    if not net_weight_g:
        return None
    return to_fen(unit_price * Decimal(500) / net_weight_g)


def _pairs(tiers):
    return [tier if isinstance(tier, tuple) else (tier.min_quantity, tier.price) for tier in tiers]
