"""The four stages of a purchase, never mixed in one figure."""

from django.db import models


class Stage(models.TextChoices):
    ORDERED = "ORDERED", "已下单"
    PAID = "PAID", "已付款"
    ACCEPTED = "ACCEPTED", "已验收"
    COMPLETED = "COMPLETED", "已完成"
