from django.urls import path

from . import views

app_name = "stats"

urlpatterns = [
    path("", views.stats, name="stats"),
    path("rapport/", views.half_year, name="report"),
    path("audience/", views.audience, name="audience"),
    path("export.csv", views.export, name="export"),
    path("export.json", views.json, name="json"),
    path("datapackage.json", views.package, name="package"),
]
