"""Addresses of invoices, for the desks of a supplier, a unit and the office."""

from django.urls import path

from ..views.invoices import pages, steps
from ..views.invoices.desks import at_office, at_supplier, at_unit


def _looking(desk):
    return [
        path("", desk(pages.index), name="invoices"),
        path("<int:pk>/", desk(pages.detail), name="invoice"),
        path("<int:pk>/files/<str:token>/", desk(pages.file), name="invoice_file"),
    ]


supplier = [
    path("new/public/<str:number>/", at_supplier(steps.new_public), name="invoice_new_public"),
    path("new/<str:buyer>/", at_supplier(steps.new), name="invoice_new"),
    path("<int:pk>/withdraw/", at_supplier(steps.withdraw), name="invoice_withdraw"),
    *_looking(at_supplier),
]
unit = [
    path("<int:pk>/accept/", at_unit(steps.accept), name="invoice_accept"),
    path("<int:pk>/send-back/", at_unit(steps.send_back), name="invoice_send_back"),
    *_looking(at_unit),
]
office = [
    path("parties/", at_office(steps.add_party), name="invoicing_party_add"),
    path("parties/<int:pk>/remove/", at_office(steps.remove_party), name="invoicing_party_remove"),
    *_looking(at_office),
]
