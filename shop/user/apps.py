from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class UserConfig(AppConfig):
    name = "shop.user"
    label = "user"
    verbose_name = "用户"

    def ready(self):
        user_logged_in.connect(_begin, dispatch_uid="shop.user.sessions")


def _begin(sender, request, user, **kwargs):
    from . import sessions

    if hasattr(request, "session"):
        sessions.begin(request, user)
