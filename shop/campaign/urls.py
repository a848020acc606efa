from django.urls import path, re_path

from . import elder, feeds, share_views, views

app_name = "campaign"
urlpatterns = [
    path("", views.home, name="home"),
    path("regions/<slug:slug>/", views.region, name="region"),
    path("stories/", views.stories, name="stories"),
    path("notices/", views.notices, name="notices"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("poster/", views.poster, name="poster"),
    path("poster/picture/", share_views.site, name="share_picture"),
    path("poster/picture/<int:pk>/", share_views.product, name="product_picture"),
    path("feeds/notices.xml", feeds.Notices(), name="notices_feed"),
    path("feeds/stories.xml", feeds.Stories(), name="stories_feed"),
    path("feeds/products.xml", feeds.NewProducts(), name="products_feed"),
    path("elder.css", elder.sheet, name="elder_sheet"),
    re_path(r"^elder/(?P<state>on|off)/$", elder.switch, name="elder"),
]
