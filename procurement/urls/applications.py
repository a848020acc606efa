"""Addresses for units and suppliers that ask to join; a unit's key is the applicant's own."""

from django.urls import path

from ..views import applications, supplier_applications

app_name = "apply"
urlpatterns = [
    path("unit/", applications.new, name="unit"),
    path("unit/<str:token>/", applications.detail, name="application"),
    path("unit/<str:token>/edit/", applications.edit, name="edit"),
    path("supplier/", supplier_applications.new, name="supplier"),
    path("supplier/<int:pk>/", supplier_applications.detail, name="supplier_application"),
    path("supplier/<int:pk>/edit/", supplier_applications.edit, name="supplier_edit"),
    path("supplier/<int:pk>/submit/", supplier_applications.submit, name="supplier_submit"),
    path("supplier/<int:pk>/licences/", supplier_applications.licence_add, name="licence_add"),
    path(
        "supplier/<int:pk>/licences/<int:licence>/remove/", supplier_applications.licence_remove, name="licence_remove"
    ),
]
