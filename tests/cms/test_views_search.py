from types import SimpleNamespace

import pytest
from wagtail.models import PageViewRestriction

from cms import search as site_search
from cms.authoring import h, p
from cms.search import Source

from .factories import make_guide

pytestmark = pytest.mark.django_db


def titles(response):
    return [item.title for group in response.context["groups"] for item in group.items]


@pytest.fixture
def guides(site):
    make_guide(title="Préparer l’assemblée générale", summary="Voter sans se tromper.")
    make_guide(title="Le prix de la chaleur", body=[h("La facture"), p("R1 et R2.")])
    make_guide(title="Les travaux", body=[h("Dehors"), p("On parle aussi du prix ici.")])


@pytest.mark.parametrize("query", ["assemblée", "ASSEMBLEE", "preparer assemblee", "Générale"])
def test_search_is_blind_to_accents_and_case(client, guides, query):
    assert titles(client.get("/recherche/", {"q": query})) == ["Préparer l’assemblée générale"]


def test_a_guide_named_by_the_query_comes_first(client, guides):
    found = titles(client.get("/recherche/", {"q": "prix"}))
    assert found == ["Le prix de la chaleur", "Les travaux"]


def test_small_words_do_not_hide_the_answer(client, guides):
    found = titles(client.get("/recherche/", {"q": "comment comprendre le prix de la chaleur ?"}))
    assert found[0] == "Le prix de la chaleur"


def test_a_draft_and_a_private_guide_are_never_found(client, site):
    make_guide(title="Secret brouillon", live=False)
    private = make_guide(title="Secret privé")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    response = client.get("/recherche/", {"q": "secret"})
    assert response.status_code == 200
    assert response.context["groups"] == []
    assert "Aucun résultat" in response.content.decode()


def test_no_query_shows_the_page_without_results(client, site):
    for address in ("/recherche/", "/recherche/?q=", "/recherche/?q=%20%20"):
        response = client.get(address)
        assert response.status_code == 200
        assert response.context["groups"] is None


@pytest.mark.parametrize(("length", "wrong"), [(1, True), (2, False), (200, False), (201, True)])
def test_the_limits_of_a_query(client, site, length, wrong):
    response = client.get("/recherche/", {"q": "x" * length})
    assert response.status_code == 200
    assert (response.context["groups"] is None) == wrong
    assert ('aria-invalid="true"' in response.text) == wrong


def test_a_500_letter_query_is_answered_kindly(client, site):
    page = client.get("/recherche/", {"q": "chaudière " * 50}).content.decode()
    assert "200 caractères au plus" in page


@pytest.mark.parametrize("query", ["%00%00", "%22%27%29%28*", "AND%20OR%20NOT", "%FF%FE"])
def test_nonsense_never_breaks(client, site, query):
    assert client.get(f"/recherche/?q={query}").status_code == 200


def test_the_query_is_escaped(client, site):
    page = client.get("/recherche/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_upper_rooms_add_their_results(client, guides, monkeypatch, membre):
    seen = []

    def find(query, user):
        seen.append((query, user))
        line = {"title": "Une question", "url": "/q/", "excerpt": ""}
        return [SimpleNamespace(**line)] * 15

    monkeypatch.setattr(site_search, "_sources", {})
    site_search.register_source(Source("questions", "Questions", find, "/communaute/"))
    client.force_login(membre, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/recherche/", {"q": "prix"})
    assert seen == [("prix", membre)]
    assert [group.label for group in response.context["groups"]] == ["Guides", "Questions"]
    questions = response.context["groups"][1]
    assert len(questions.items) == site_search.LIMIT
    assert questions.has_more
    assert 'href="/communaute/?q=prix"' in response.content.decode()


def test_fifteen_searches_a_minute_then_a_pause(client, site, monkeypatch):
    monkeypatch.setattr(site_search, "_sources", {})
    for number in range(15):
        assert client.get("/recherche/", {"q": f"mot{number}"}).status_code == 200
    response = client.get("/recherche/", {"q": "mot15"})
    assert response.status_code == 429
    assert "mot15" in response.content.decode()
