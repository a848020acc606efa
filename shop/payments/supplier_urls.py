"""Addresses of a supplier's receipts; each follows ``supplier/<code>/payments/``."""

from django.urls import path

from . import desk_urls
from .views import terms
from .views.desks import at_supplier

app_name = "supplier_payments"
urlpatterns = [
    *desk_urls.at(at_supplier),
    path("terms/", terms.at_supplier(terms.index), name="terms"),
    path("terms/propose/", terms.at_supplier(terms.propose), name="terms_propose"),
    path("terms/<int:pk>/answer/", terms.at_supplier(terms.answer), name="terms_answer"),
]
