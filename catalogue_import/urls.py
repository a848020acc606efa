from django.urls import path

from .views import files, mappings, reviews, steps, supplier_listings, uploads, workbooks

app_name = "catalogue_import"
urlpatterns = [
    path("", uploads.home, name="home"),
    path("template/", workbooks.blank, name="template"),
    path("catalogue/", workbooks.catalogue, name="catalogue"),
    path("listings/", supplier_listings.listings, name="listings"),
    path("prices/", supplier_listings.prices, name="prices"),
    path("memory/", mappings.memory, name="memory"),
    path("memory/words/", mappings.learn, name="learn"),
    path("memory/words/<int:pk>/forget/", mappings.unlearn, name="unlearn"),
    path("memory/mappings/<int:pk>/", mappings.change, name="mapping_change"),
    path("memory/mappings/<int:pk>/forget/", mappings.forget, name="mapping_forget"),
    path("<int:pk>/", reviews.review, name="review"),
    path("<int:pk>/mapping/", mappings.explain, name="mapping"),
    path("<int:pk>/mapping/again/", mappings.ask_again, name="mapping_again"),
    path("<int:pk>/rows/<int:row_pk>/", reviews.correct, name="correct"),
    path("<int:pk>/confirm/", steps.confirm, name="confirm"),
    path("<int:pk>/cancel/", steps.cancel, name="cancel"),
    path("<int:pk>/resume/", steps.resume, name="resume"),
    path("<int:pk>/undo/", steps.undo_import, name="undo"),
    path("<int:pk>/file/", files.original, name="file"),
    path("<int:pk>/marked/", files.marked, name="marked"),
    path("<int:pk>/pictures/<str:digest>/", files.picture, name="picture"),
]
