from django.urls import path

from . import views

app_name = "comptes"

urlpatterns = [
    path("", views.home, name="home"),
    path("profil/", views.profile, name="profile"),
    path("mes-donnees/", views.data, name="data"),
]
