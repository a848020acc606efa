"""Addresses of the county office's desk."""

from django.urls import include, path

from ..views import api_tokens, beneficiaries, reviews
from ..views.office import applications, claims, closings, desk, plans, target_imports, targets, unit_imports, units
from ..views.offline.desks import at_office
from . import invoices, offline

app_name = "office"
unit_paths = [
    path("", units.index, name="units"),
    path("new/", units.new, name="unit_new"),
    path("import/", unit_imports.index, name="unit_imports"),
    path("import/workbook/", unit_imports.workbook, name="units_workbook"),
    path("import/<int:pk>/", unit_imports.review, name="unit_import"),
    path("import/<int:pk>/apply/", unit_imports.apply, name="unit_import_apply"),
    path("import/<int:pk>/cancel/", unit_imports.cancel, name="unit_import_cancel"),
    path("applications/", applications.index, name="applications"),
    path("applications/<int:pk>/", applications.detail, name="application"),
    path("applications/<int:pk>/admit/", applications.admit, name="application_admit"),
    path("applications/<int:pk>/send-back/", applications.send_back, name="application_send_back"),
    path("<str:code>/", units.detail, name="unit"),
    path("<str:code>/edit/", units.edit, name="unit_edit"),
    path("<str:code>/invite/", units.invite, name="unit_invite"),
    path("<str:code>/invitations/<int:pk>/revoke/", units.revoke, name="unit_invitation_revoke"),
]
urlpatterns = [
    path("", desk.home, name="home"),
    path("", include("procurement.urls.figures")),
    path("purchase-orders/", desk.purchase_orders, name="purchase_orders"),
    path("purchase-orders/<str:number>/", desk.purchase_order, name="purchase_order"),
    path("purchase-orders/<str:number>/claims/<int:position>/", claims.detail, name="claim"),
    path("purchase-orders/<str:number>/claims/<int:position>/decide/", claims.decide, name="claim_decide"),
    path("claims/", claims.index, name="claims"),
    path("reviews/", reviews.office, name="reviews"),
    path("reviews/<int:pk>/hide/", reviews.hide, name="review_hide"),
    path("reviews/<int:pk>/show/", reviews.show, name="review_show"),
    path("offline-purchases/", include(offline.at(at_office) + offline.decisions(at_office))),
    path("invoices/", include(invoices.office)),
    path("beneficiaries/", beneficiaries.office, name="beneficiaries"),
    path("units/", include(unit_paths)),
    path("closings/", closings.index, name="closings"),
    path("closings/<str:period>/", closings.detail, name="closing"),
    path("closings/<str:period>/close/", closings.close, name="closing_check"),
    path("closings/<str:period>/close/<slug:key>/", closings.check, name="closing_rows"),
    path("api-tokens/", api_tokens.index, name="api_tokens"),
    path("api-tokens/<int:pk>/revoke/", api_tokens.revoke, name="api_token_revoke"),
    path("plans/", plans.index, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:year>/", plans.detail, name="plan"),
    path("plans/<int:year>/stage/", plans.count_at, name="plan_stage"),
    path("plans/<int:year>/edit/", plans.edit, name="plan_edit"),
    path("plans/<int:year>/targets/", targets.new, name="target_new"),
    path("plans/<int:year>/targets/import/", target_imports.index, name="target_imports"),
    path("plans/<int:year>/targets/import/workbook/", target_imports.workbook, name="targets_workbook"),
    path("plans/<int:year>/targets/import/<int:pk>/", target_imports.review, name="target_import"),
    path("plans/<int:year>/targets/import/<int:pk>/apply/", target_imports.apply, name="target_import_apply"),
    path("plans/<int:year>/targets/import/<int:pk>/cancel/", target_imports.cancel, name="target_import_cancel"),
    path("plans/<int:year>/targets/<int:pk>/", targets.detail, name="target"),
    path("plans/<int:year>/targets/<int:pk>/remove/", targets.remove, name="target_remove"),
]
