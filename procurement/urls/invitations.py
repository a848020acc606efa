"""Addresses for invited people, who may not have an account yet."""

from django.urls import path

from ..views import invitations, supplier_invitations

app_name = "invitation"
urlpatterns = [
    path("<str:token>/", invitations.accept, name="accept"),
    path("supplier/<str:token>/", supplier_invitations.accept, name="supplier"),
]
