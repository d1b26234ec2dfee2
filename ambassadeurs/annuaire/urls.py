from django.urls import path

from . import views

app_name = "annuaire"

urlpatterns = [
    path("", views.CoproprieteListView.as_view(), name="list"),
    path("autour/", views.around, name="around"),
    path("export.csv", views.export, name="export"),
    path("carte.geojson", views.places, name="places"),
    path("<int:pk>-<slug:slug>/", views.CoproprieteDetailView.as_view(), name="detail"),
]
