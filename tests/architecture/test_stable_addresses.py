"""Addresses that others rely on (bookmarks, mails already sent, software): none may move."""

import pytest
from django.urls import Resolver404, resolve

STABLE = (
    "/",
    "/guides/",
    "/recherche/",
    "/mon-adresse/",
    "/reseaux/",
    "/reseaux/3802c/",
    "/ambassadeurs/",
    "/ambassadeurs/12-les-tilleuls/",
    "/communaute/",
    "/communaute/espaces/national/",
    "/communaute/questions/12-combien-coute/",
    "/communaute/questions/poser/",
    "/mises-en-relation/",
    "/visites/",
    "/mon-compte/",
    "/moderation/",
    "/moderation/transparence/",
    "/exploitant/",
    "/agence/",
    "/collectivite/",
    "/stats/",
    "/chiffres/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/cgu/",
    "/plan-du-site/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/healthz",
    "/api/v1/eligibility",
    "/api/v1/networks",
    "/api/v2/demands",
    "/gestion/",
)
# What Wagtail serves for any address: it would hide a page of ours that moved.
ANY_PAGE = "wagtail_serve"
WRITTEN_BY_EDITORS = {
    "/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/cgu/",
}


@pytest.mark.parametrize("address", STABLE)
def test_it_still_leads_somewhere(address):
    try:
        found = resolve(address)
    except Resolver404:
        pytest.fail(f"{address} leads nowhere")
    if address not in WRITTEN_BY_EDITORS:
        assert found.url_name != ANY_PAGE, f"{address} is no page of ours any more"
