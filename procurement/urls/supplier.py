from django.urls import include, path

from ..views import (
    beneficiaries,
    reviews,
    supplier,
    supplier_claims,
    supplier_freight,
    supplier_orders,
    supplier_products,
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
    path("freight/", supplier_freight.edit, name="freight"),
    path("products/", supplier_products.index, name="products"),
    path("products/<int:pk>/publish/", supplier_products.publish, name="publish"),
    path("products/<int:pk>/unpublish/", supplier_products.unpublish, name="unpublish"),
]
