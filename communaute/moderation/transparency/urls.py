from django.urls import path

from . import views

app_name = "transparency"

urlpatterns = [
    path("transparence/", views.page, name="page"),
    path("transparence.csv", views.csv, name="csv"),
    path("transparence.json", views.json, name="json"),
]
