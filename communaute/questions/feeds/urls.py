from django.urls import path

from . import views

app_name = "feeds"

urlpatterns = [
    path("questions/atom.xml", views.LATEST_ASKED, name="latest"),
    path("questions/sans-reponse.atom.xml", views.UNANSWERED, name="unanswered"),
    path("questions/utiles.atom.xml", views.USEFUL, name="useful"),
    path("espaces/<slug:slug>/atom.xml", views.OF_SPACE, name="space"),
    path("themes/<str:slug>/atom.xml", views.OF_THEME, name="theme"),
]
