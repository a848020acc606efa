"""The tables of the inbox."""

from .deliveries import Delivery
from .messages import Message, Mute
from .robots import Robot

__all__ = ["Delivery", "Message", "Mute", "Robot"]
