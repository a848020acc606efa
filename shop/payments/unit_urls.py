"""Addresses of what a unit pays; each follows ``unit/<code>/payments/``."""

from django.urls import path

from .views import payables, slips, terms

app_name = "unit_payments"
urlpatterns = [
    path("", payables.index, name="index"),
    path("terms/", terms.at_unit(terms.index), name="terms"),
    path("terms/propose/", terms.at_unit(terms.propose), name="terms_propose"),
    path("terms/<int:pk>/answer/", terms.at_unit(terms.answer), name="terms_answer"),
    path("remittances/", payables.make, name="make"),
    path("remittances/<str:reference>/", payables.remittance, name="remittance"),
    path("remittances/<str:reference>/slip/", slips.for_remittance, name="slip"),
    path("remittances/<str:reference>/withdraw/", payables.withdraw, name="withdraw"),
]
