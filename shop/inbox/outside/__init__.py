"""Speak to addresses that people typed in, without reaching anything that is not public."""

from .policy import PUBLIC, Policy, Unsafe
from .posting import Failed, post

__all__ = ["PUBLIC", "Failed", "Policy", "Unsafe", "post"]
