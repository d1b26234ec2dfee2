from django.urls import path

from . import views

app_name = "absences"

urlpatterns = [
    path("absences/", views.absences, name="list"),
    path("absences/<int:pk>/retour/", views.back, name="back"),
]
