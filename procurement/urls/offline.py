"""Addresses of offline purchases, for the desk of a unit and for the office's."""

from django.urls import path

from ..views.offline import imports, pages, steps


def at(desk):
    """Return the addresses, each view opened by the decorator of a desk."""
    return [
        path("", desk(pages.index), name="offline_purchases"),
        path("new/", desk(steps.new), name="offline_new"),
        path("imports/", desk(imports.index), name="offline_imports"),
        path("imports/template/", desk(imports.workbook), name="offline_template"),
        path("imports/<int:pk>/", desk(imports.review), name="offline_import"),
        path("imports/<int:pk>/apply/", desk(imports.apply), name="offline_import_apply"),
        path("imports/<int:pk>/cancel/", desk(imports.cancel), name="offline_import_cancel"),
        path("<str:number>/", desk(pages.detail), name="offline_purchase"),
        path("<str:number>/edit/", desk(steps.edit), name="offline_edit"),
        path("<str:number>/files/", desk(steps.attach), name="offline_attach"),
        path("<str:number>/files/<str:token>/", desk(pages.file), name="offline_file"),
        path("<str:number>/files/<str:token>/remove/", desk(steps.detach), name="offline_detach"),
        path("<str:number>/submit/", desk(steps.submit), name="offline_submit"),
        path("<str:number>/withdraw/", desk(steps.withdraw), name="offline_withdraw"),
    ]


def decisions(desk):
    """Return the addresses of what only the office decides."""
    return [
        path("<str:number>/verify/", desk(steps.verify), name="offline_verify"),
        path("<str:number>/send-back/", desk(steps.send_back), name="offline_send_back"),
        path("<str:number>/correct/", desk(steps.correct), name="offline_correct"),
        path("<str:number>/lines/<int:position>/", desk(steps.classify), name="offline_classify"),
    ]
