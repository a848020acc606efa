"""Addresses of the figures: the same below the county office's desk and below each unit's."""

from django.urls import path

from ..views.office import charts, cross, exports, ledger, report_files, saved_tables, statistics

urlpatterns = [
    path("statistics/", statistics.index, name="statistics"),
    path("statistics/units/", statistics.units, name="statistics_units"),
    path("statistics/by/<slug:dimension>/", statistics.by, name="statistics_by"),
    path("statistics/by/<slug:dimension>.svg", charts.by, name="chart"),
    path("statistics/table/", cross.index, name="cross"),
    path("statistics/table/workbook/", exports.table, name="cross_xlsx"),
    path("statistics/table/save/", saved_tables.save, name="table_save"),
    path("statistics/table/<int:pk>/remove/", saved_tables.remove, name="table_remove"),
    path("statistics/months.svg", charts.months, name="months_chart"),
    path("statistics/workbook/", exports.workbook, name="statistics_xlsx"),
    path("statistics/bulletin/", exports.bulletin, name="statistics_docx"),
    path("statistics/bulletin/draft/", exports.bulletin_draft, name="bulletin"),
    path("statistics/files/", report_files.index, name="report_files"),
    path("statistics/files/ask/", report_files.ask, name="report_ask"),
    path("statistics/files/subscribe/", report_files.subscribe, name="report_subscribe"),
    path("statistics/files/subscriptions/<int:pk>/end/", report_files.unsubscribe, name="report_unsubscribe"),
    path("statistics/files/<int:pk>/", report_files.detail, name="report_file"),
    path("statistics/files/<int:pk>/download/", report_files.download, name="report_download"),
    path("ledger/", ledger.index, name="ledger"),
    path("ledger/<int:pk>/", ledger.detail, name="entry"),
    path("ledger/<int:pk>/order/", ledger.order, name="entry_order"),
]
