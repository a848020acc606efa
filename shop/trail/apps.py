from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "shop.trail"
    label = "trail"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import changes, logins

        changes.connect()
        logins.connect()
