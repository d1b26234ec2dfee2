from django.urls import path

from . import urls_desks
from .views import requests, surveys, threads, visits

app_name = "mises_en_relation"

# Requests and threads.
_base = "mises-en-relation/"
_thread = f"{_base}<uuid:public_id>/"
_requests = [
    path(_base, requests.exchanges, name="list"),
    path(f"{_base}nouvelle/", requests.new, name="new"),
    path(_thread, threads.detail, name="detail"),
    path(f"{_thread}envoyee/", requests.sent, name="sent"),
    path(f"{_thread}partager/", threads.share, name="share"),
    path(f"{_thread}ne-plus-partager/", threads.keep, name="keep"),
    path(f"{_thread}clore/", threads.close, name="close"),
    path(f"{_thread}remercier/", threads.thank, name="thank"),
    path(f"{_thread}rouvrir/", threads.reopen, name="reopen"),
    path(f"{_thread}fichiers/<int:pk>/", threads.attachment, name="attachment"),
    path(f"{_thread}messages/<int:pk>/signaler/", threads.report, name="report_message"),
]

# Visits and surveys.
_visits = [
    path("visites/", visits.mine, name="visits"),
    path("visites/proposer/", visits.open_slot, name="visit_open"),
    path("visites/a-valider/", visits.approvals, name="visit_approvals"),
    path("visites/inscriptions/<int:pk>/decider/", visits.decide, name="visit_decide"),
    path("visites/<uuid:public_id>/", visits.detail, name="visit"),
    path("visites/<uuid:public_id>/modifier/", visits.change, name="visit_change"),
    path("visites/<uuid:public_id>/annuler/", visits.cancel, name="visit_cancel"),
    path("visites/<uuid:public_id>/reserver/", visits.book, name="visit_book"),
    path("visites/<uuid:public_id>/renoncer/", visits.give_up, name="visit_give_up"),
    path("visites/<uuid:public_id>/presences/", visits.attendance, name="visit_attendance"),
    path("visites/<uuid:public_id>/visite.ics", visits.calendar, name="visit_ics"),
    path("enquetes/<uuid:token>/", surveys.survey, name="survey"),
]

urlpatterns = [*_requests, *_visits, *urls_desks.urlpatterns]
