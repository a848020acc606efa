from django.urls import path, re_path

from . import elder, views

app_name = "campaign"
urlpatterns = [
    path("", views.home, name="home"),
    path("regions/<slug:slug>/", views.region, name="region"),
    path("stories/", views.stories, name="stories"),
    path("notices/", views.notices, name="notices"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("poster/", views.poster, name="poster"),
    path("elder.css", elder.sheet, name="elder_sheet"),
    re_path(r"^elder/(?P<state>on|off)/$", elder.switch, name="elder"),
]
