"""Addresses of the pages, of what is sent from them, of registrations for events, and of the rules
to accept."""

from django.urls import path

from socle.search import views as search

from . import views
from .event_registrations import views as events_views
from .pages import views as pages_views
from .terms_acceptance import views as terms_views

app_name = "cms"

urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", views.guide_index, name="guide_index"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("recherche/", search.search, name="search"),
    path("recherche/suggestions/", search.suggestions, name="search_suggestions"),
    path("recherche/sans-resultat/", search.missed, name="search_missed"),
    path("regles/", views.rules_versions, name="rules_versions"),
    path("regles/<slug:document>/<str:number>/", views.rules_version, name="rules_version"),
    path("chiffres/", views.figures, name="figures"),
    path("plan-du-site/", views.sitemap_page, name="sitemap_page"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]

events = (
    [
        path("<int:pk>/inscription/", events_views.register, name="register"),
        path("<int:pk>/inscription/courriel-envoye/", events_views.sent, name="sent"),
        path("inscription/<str:token>/", events_views.registration, name="registration"),
        path("inscription/<str:token>/confirmer/", events_views.confirm, name="confirm"),
        path("inscription/<str:token>/annuler/", events_views.give_up, name="give_up"),
        path("inscription/<str:token>/agenda.ics", events_views.calendar, name="calendar"),
        path("inscription-annulee/", events_views.given_up, name="given_up"),
    ],
    "events",
)

pages = (
    [
        path("contact/", pages_views.contact, name="contact"),
        path("contact/envoye/", pages_views.contact_sent, name="contact_sent"),
        path("rendez-vous/<int:pk>/agenda.ics", pages_views.calendar, name="event_calendar"),
        path("avis/", pages_views.vote, name="vote"),
        path("avis/<int:pk>/merci/", pages_views.thanks, name="vote_thanks"),
    ],
    "cms_pages",
)

terms = ([path("regles/", terms_views.rules, name="rules")], "terms")
