from django.urls import path

from .views import claims, find, invoices, orders, purchase, reviews, unit_orders

app_name = "checkout"
urlpatterns = [
    path("checkout/", purchase.index, name="index"),
    path("checkout/reduce/", purchase.reduce, name="reduce"),
    path("checkout/unit/<str:code>/", unit_orders.index, name="unit"),
    path("orders/", orders.index, name="orders"),
    path("orders/find/", find.find, name="find"),
    path("orders/<str:number>/", orders.detail, name="order"),
    path("orders/<str:number>/done/", purchase.done, name="done"),
    path("orders/<str:number>/accept/", orders.accept, name="accept"),
    path("orders/<str:number>/cancel/", orders.cancel, name="cancel"),
    path("orders/<str:number>/invoice/", invoices.ask, name="invoice"),
    path("orders/<str:number>/invoice/<str:token>/", invoices.file, name="invoice_file"),
    path("orders/<str:number>/claim/", claims.new, name="claim_new"),
    path("orders/<str:number>/reviews/<int:pk>/", reviews.write, name="review"),
    path("orders/<str:number>/claims/<int:position>/hand-over/", orders.hand_over, name="claim_hand_over"),
]
