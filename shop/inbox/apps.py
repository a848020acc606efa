from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "shop.inbox"
    label = "inbox"
    verbose_name = "消息"
