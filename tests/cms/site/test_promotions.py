"""Recommendations of editors, above the results of a search."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.site.models import Promotion
from tests.cms.factories import make_guide

from .screens import errors, fresh, send, shown

pytestmark = pytest.mark.django_db
ADD = "/gestion/recommandations/new/"


def first_line(client, query):
    fresh()
    page = BeautifulSoup(client.get("/recherche/", {"q": query}).content, "html.parser")
    line = page.select_one(".cu-shortcut")
    return line.get_text(" ", strip=True) if line else ""


RECOMMENDED = {
    "searches": "coup de pouce, primes",
    "title": "Les aides, en une page",
    "text": "Ce que l’on peut demander.",
    "address": "/guides/",
}


def recommend(client, **fields):
    return send(client, ADD, **RECOMMENDED | fields)


def test_a_recommendation_is_first_and_says_who_made_it(client, editor):
    assert recommend(client).status_code == 302
    for query in ("le coup de pouce chauffage", "PRIME", "primes"):
        line = first_line(client, query)
        assert line.startswith("Recommandé par la rédaction Les aides, en une page"), query
    for query in ("coup", "pouce", "prix"):
        assert "Recommandé" not in first_line(client, query), query


def test_it_leaves_with_its_page(client, editor):
    guide = make_guide(slug="un-guide")
    assert recommend(client, address="/guides/un-guide/").status_code == 302
    assert "Recommandé" in first_line(client, "primes")
    guide.unpublish()
    assert "Recommandé" not in first_line(client, "primes")


def test_it_costs_no_query(client, editor):
    def cost():
        fresh()
        client.get("/recherche/?q=autre")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/recherche/?q=primes").status_code == 200
        return len(queries)

    none = cost()
    Promotion.objects.bulk_create(Promotion(**RECOMMENDED) for _ in range(10))
    fresh()
    assert "Recommandé" in first_line(client, "primes")
    assert cost() == none


def test_what_nobody_would_find_is_refused(client, editor):
    page = shown(client, ADD) | RECOMMENDED
    wrong = ({"searches": " , "}, {"searches": ""}, {"title": ""}, {"address": "/nulle-part/"})
    assert [one for one in wrong if not errors(client.post(ADD, page | one))] == []
    assert not Promotion.objects.exists()


def test_synonyms_are_the_editors_and_change_the_search_at_once(client, editor):
    make_guide(slug="caloporteur", title="Le fluide caloporteur").save_revision().publish()

    def found():
        fresh()
        return client.get("/recherche/?q=zigouigoui").context["results"].count

    assert not found()
    sent = send(client, "/gestion/synonymes/new/", words="zigouigoui, caloporteur")
    assert sent.status_code == 302, errors(sent)
    assert found()
