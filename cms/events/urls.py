from django.urls import path

from . import views

app_name = "events"

urlpatterns = [
    path("<int:pk>/inscription/", views.register, name="register"),
    path("<int:pk>/inscription/courriel-envoye/", views.sent, name="sent"),
    path("inscription/<str:token>/", views.registration, name="registration"),
    path("inscription/<str:token>/confirmer/", views.confirm, name="confirm"),
    path("inscription/<str:token>/annuler/", views.give_up, name="give_up"),
    path("inscription/<str:token>/agenda.ics", views.calendar, name="calendar"),
    path("inscription-annulee/", views.given_up, name="given_up"),
]
