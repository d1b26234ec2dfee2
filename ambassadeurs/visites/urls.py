from django.urls import path

from . import views
from .agenda import views as agenda

app_name = "visites"

_visit = "visites/<uuid:public_id>/"

urlpatterns = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/agenda.ics", agenda.calendar, name="agenda_calendar"),
    path("agenda/carte.geojson", agenda.places, name="agenda_places"),
    path("visites/", views.mine, name="list"),
    path("visites/proposer/", views.open_slot, name="open"),
    path("visites/a-valider/", views.approvals, name="approvals"),
    path("visites/inscriptions/<int:pk>/decider/", views.decide, name="decide"),
    path(_visit, views.detail, name="detail"),
    path(f"{_visit}modifier/", views.change, name="change"),
    path(f"{_visit}annuler/", views.cancel, name="cancel"),
    path(f"{_visit}reserver/", views.book, name="book"),
    path(f"{_visit}renoncer/", views.give_up, name="give_up"),
    path(f"{_visit}presences/", views.attendance, name="attendance"),
    path(f"{_visit}visite.ics", views.calendar, name="ics"),
    path("enquetes/<uuid:token>/", views.survey, name="survey"),
]
