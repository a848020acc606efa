from django.urls import path

from .views import messages, robots, settings

app_name = "inbox"
urlpatterns = [
    path("", messages.index, name="index"),
    path("read/", messages.read_all, name="read_all"),
    path("<int:pk>/", messages.open, name="open"),
    path("<int:pk>/read/", messages.read, name="read"),
    path("settings/", settings.index, name="settings"),
    path("settings/email/", settings.ask_email, name="email"),
    path("settings/email/remove/", settings.remove_email, name="remove_email"),
    path("settings/email/<str:token>/", settings.confirm_email, name="confirm_email"),
    path("robots/<str:code>/", robots.index, name="robot"),
    path("robots/<str:code>/test/", robots.test, name="robot_test"),
    path("robots/<str:code>/remove/", robots.remove, name="robot_remove"),
]
