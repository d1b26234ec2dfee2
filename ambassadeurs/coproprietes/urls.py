from django.urls import include, path

from . import views

app_name = "ambassadeurs"

directory = [
    path("", views.CoproprieteListView.as_view(), name="list"),
    path("export.csv", views.export, name="export"),
    path("<int:pk>-<slug:slug>/", views.CoproprieteDetailView.as_view(), name="detail"),
]

urlpatterns = [
    path("ambassadeurs/", include(directory)),
]
