from django.urls import path

from .views import security

app_name = "security"
urlpatterns = [
    path("", security.index, name="index"),
    path("new/", security.new, name="new"),
    path("rules/", security.rules, name="rules"),
    path("<int:pk>/", security.detail, name="user"),
    path("<int:pk>/reset/", security.reset, name="reset"),
    path("<int:pk>/wake/", security.wake, name="wake"),
    path("<int:pk>/factor/remove/", security.remove_factor, name="remove_factor"),
    path("<int:pk>/active/", security.activate, name="activate"),
    path("<int:pk>/roles/give/", security.give, name="give"),
    path("<int:pk>/roles/take/", security.take, name="take"),
]
