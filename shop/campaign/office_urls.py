from django.urls import path

from . import office_views as views

app_name = "office_campaign"
urlpatterns = [
    path("", views.index, name="index"),
    path("preview/", views.preview, name="preview"),
    path("publish/", views.publish, name="publish"),
    path("discard/", views.discard, name="discard"),
    path("restore/<int:pk>/", views.restore, name="restore"),
    path("blocks/<str:kind>/", views.block, name="block"),
    path("blocks/<str:kind>/move/", views.move, name="move"),
    path("articles/new/", views.article_new, name="article_new"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("articles/<int:pk>/edit/", views.article_edit, name="article_edit"),
    path("articles/<int:pk>/publish/", views.article_publish, name="article_publish"),
    path("articles/<int:pk>/withdraw/", views.article_withdraw, name="article_withdraw"),
    path("articles/<int:pk>/remove/", views.article_remove, name="article_remove"),
]
