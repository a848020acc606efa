"""Addresses of money that comes in by bank, for the desk of a supplier and for the office's."""

from django.urls import path

from .views import lines, receipts, statements


def at(desk):
    """Return the addresses, each view opened by the decorator of a desk."""
    return [
        path("", desk(receipts.index), name="index"),
        path("ageing/workbook/", desk(receipts.workbook), name="ageing_workbook"),
        path("remittances/<str:reference>/", desk(receipts.remittance), name="remittance"),
        path("statements/", desk(statements.index), name="statements"),
        path("statements/confirm/", desk(statements.confirm), name="statement_confirm"),
        path("statements/payers/<int:pk>/forget/", desk(statements.forget), {"kind": "payer"}, name="payer_forget"),
        path("statements/columns/<int:pk>/forget/", desk(statements.forget), {"kind": "columns"}, name="layout_forget"),
        path("statements/<int:pk>/", desk(statements.detail), name="statement"),
        path("statements/<int:pk>/columns/", desk(statements.map_columns), name="statement_columns"),
        path("lines/<int:pk>/", desk(lines.detail), name="line"),
        path("lines/<int:pk>/book/", desk(lines.book), name="line_book"),
        path("lines/<int:pk>/recognise/", desk(lines.recognise), name="line_recognise"),
        path("lines/<int:pk>/refund/", desk(lines.refund), name="line_refund"),
        path("lines/<int:pk>/give-back/", desk(lines.give_back), name="line_give_back"),
        path("lines/<int:pk>/set-aside/", desk(lines.set_aside), name="line_set_aside"),
        path("lines/<int:pk>/put-back/", desk(lines.put_back), name="line_put_back"),
    ]
