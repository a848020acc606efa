from django.urls import include, path

from ..views import (
    bank_changes,
    beneficiaries,
    reviews,
    supplier,
    supplier_claims,
    supplier_freight,
    supplier_orders,
    supplier_products,
    supplier_profile,
    supplier_staff,
)
from . import invoices

app_name = "supplier"
claim = [
    path("", supplier_claims.detail, name="claim"),
    path("refund/", supplier_claims.refund, name="claim_refund"),
    path("reship/", supplier_claims.reship, name="claim_reship"),
    path("reject/", supplier_claims.reject, name="claim_reject"),
    path("hand-over/", supplier_claims.hand_over, name="claim_hand_over"),
]
urlpatterns = [
    path("", supplier.home, name="home"),
    path("orders/", supplier_orders.index, name="orders"),
    path("orders/<str:number>/", supplier_orders.detail, name="order"),
    path("orders/<str:number>/ship/", supplier_orders.ship, name="ship"),
    path("orders/<str:number>/cancel/", supplier_orders.cancel, name="cancel"),
    path("orders/<str:number>/cancel-rest/", supplier_orders.cancel_rest, name="cancel_rest"),
    path("orders/<str:number>/claims/<int:position>/", include(claim)),
    path("orders/<str:number>/take-back/", supplier_orders.take_back, name="take_back"),
    path("orders/<str:number>/packing-slip/", supplier_orders.packing_slip, name="packing_slip"),
    path("claims/", supplier_claims.index, name="claims"),
    path("invoices/", include(invoices.supplier)),
    path("beneficiaries/", beneficiaries.supplier, name="beneficiaries"),
    path("reviews/", reviews.supplier, name="reviews"),
    path("reviews/<int:pk>/answer/", reviews.answer, name="review_answer"),
    path("profile/", supplier_profile.detail, name="profile"),
    path("profile/licences/new/", supplier_profile.licence_new, name="licence_new"),
    path("profile/account/", bank_changes.ask, name="bank_change"),
    path("profile/account/<int:pk>/confirm/", bank_changes.confirm, name="bank_change_confirm"),
    path("profile/account/<int:pk>/decline/", bank_changes.decline, name="bank_change_decline"),
    path("profile/account/<int:pk>/withdraw/", bank_changes.withdraw, name="bank_change_withdraw"),
    path("staff/", supplier_staff.index, name="staff"),
    path("staff/invitations/<int:pk>/revoke/", supplier_staff.revoke, name="staff_revoke"),
    path("staff/<int:person>/", supplier_staff.member, name="staff_member"),
    path("staff/<int:person>/remove/", supplier_staff.remove, name="staff_remove"),
    path("freight/", supplier_freight.edit, name="freight"),
    path("products/", supplier_products.index, name="products"),
    path("products/<int:pk>/publish/", supplier_products.publish, name="publish"),
    path("products/<int:pk>/unpublish/", supplier_products.unpublish, name="unpublish"),
]
