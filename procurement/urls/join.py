"""Addresses for participants, who need no account."""

from django.urls import path

from ..views import gates, join, participants

app_name = "join"
urlpatterns = [
    path("<str:token>/", join.group_order, name="group_order"),
    path("<str:token>/live/", join.live, name="live"),
    path("<str:token>/code/", gates.code, name="code"),
    path("me/<str:token>/", participants.participant, name="participant"),
    path("me/<str:token>/change/", participants.change, name="change"),
    path("me/<str:token>/withdraw/", participants.withdraw, name="withdraw"),
]
