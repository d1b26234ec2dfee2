from django.urls import path

from socle.search import views as search

from . import views
from . import views as facts
from . import views as versions

app_name = "cms"

urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", views.guide_index, name="guide_index"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("recherche/", search.search, name="search"),
    path("recherche/suggestions/", search.suggestions, name="search_suggestions"),
    path("recherche/sans-resultat/", search.missed, name="search_missed"),
    path("regles/", versions.rules_versions, name="rules_versions"),
    path("regles/<slug:document>/<str:number>/", versions.rules_version, name="rules_version"),
    path("chiffres/", facts.figures, name="figures"),
    path("plan-du-site/", views.sitemap_page, name="sitemap_page"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
