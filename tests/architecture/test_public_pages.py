"""The pages that are kept for everybody: each is here on purpose."""

from django.urls import URLPattern, URLResolver, get_resolver

from socle.parameters import ATTRIBUTE

PUBLIC = {
    "/",
    # Pages of the editors.
    "/((?:[\\w\\-]+/)*)$",
    "/guides/",
    "/guides/<slug:slug>/",
    "/agenda/",
    "/agenda/agenda.ics",
    "/agenda/carte.geojson",
    "/avis/<int:pk>/merci/",
    "/chiffres/",
    "/contact/",
    "/contact/envoye/",
    "/plan-du-site/",
    "/regles/",
    "/regles/<slug:document>/<str:number>/",
    "/rendez-vous/<int:pk>/agenda.ics",
    "/recherche/",
    "/recherche/suggestions/",
    "/ambassadeurs/",
    "/ambassadeurs/<int:pk>-<slug:slug>/",
    "/ambassadeurs/carte.geojson",
    "/ambassadeurs/export.csv",
    "/communaute/",
    "/communaute/commentaires/<int:pk>/versions/",
    "/communaute/espaces/",
    "/communaute/espaces/<slug:slug>/",
    "/communaute/espaces/<slug:slug>/atom.xml",
    "/communaute/espaces/departements/",
    "/communaute/membres/<int:pk>-<slug:slug>/",
    "/communaute/questions/<int:pk>-<slug:slug>/",
    "/communaute/questions/<int:pk>/versions/",
    "/communaute/questions/atom.xml",
    "/communaute/questions/sans-reponse.atom.xml",
    "/communaute/questions/utiles.atom.xml",
    "/communaute/reponses/<int:pk>/versions/",
    "/communaute/themes/<str:slug>/",
    "/communaute/themes/<str:slug>/atom.xml",
    "/reseaux.csv",
    "/reseaux/",
    "/reseaux/<slug:slug>/",
    "/reseaux/<slug:slug>/trace.geojson",
    "/reseaux/autour.geojson",
    "/reseaux/autour/<slug:code>.geojson",
    "/stats/",
    "/stats/audience/",
    "/stats/datapackage.json",
    "/stats/export.csv",
    "/stats/export.json",
    "/stats/rapport/",
    "/.well-known/security.txt",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-<slug:section>.xml",
}


def patterns(resolver, prefix="/"):
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        elif isinstance(one, URLPattern):
            yield path, one.callback


def test_a_page_is_kept_for_everybody_on_purpose():
    kept = {path for path, view in patterns(get_resolver()) if hasattr(view, ATTRIBUTE)}
    assert kept == PUBLIC
