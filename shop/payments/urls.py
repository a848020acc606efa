from django.urls import path

from .views import online, slips, transfers, webhooks

app_name = "payments"
urlpatterns = [
    path("stripe/webhook/", webhooks.stripe, name="stripe_webhook"),
    path("back/<str:key>/", online.back, name="back"),
    path("slips/<str:token>/", slips.show, name="slip"),
    path("slips/<str:token>/remove/", slips.remove, name="slip_remove"),
    path("<str:number>/", transfers.instructions, name="instructions"),
    path("<str:number>/record/", transfers.record, name="record"),
    path("<str:number>/slip/", slips.for_order, name="slip_upload"),
    path("<str:number>/refund/", transfers.refund, name="refund"),
    path("<str:number>/online/", online.pay, name="pay"),
    path("<str:number>/bank-transfer/", online.choose_bank_transfer, name="choose_bank_transfer"),
    path("<str:number>/online-refund/", online.refund, name="online_refund"),
]
