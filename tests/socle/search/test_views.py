import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.fixed_pages import PAGES
from cms.stream_builder import h, p
from config.middleware import KEPT_AS
from socle import ratelimit
from socle.models import PublicVersion
from socle.search import indexer, query_parser, views
from socle.search.missed_searches import report
from socle.search.models import MissedBy, MissedSearch
from socle.search.numbers import NUMBERS
from socle.search.results import find
from tests.cms.factories import make_guide, make_site
from tests.communaute.comptes.factories import UserFactory
from tests.hooks import hook

from .made_up import made_up, row

pytestmark = pytest.mark.django_db


def titles(response):
    lines = response.context["results"].lines
    return [str(line.title).replace("<mark>", "").replace("</mark>", "") for line in lines]


@pytest.fixture
def site(db: None):
    return make_site()


@pytest.fixture
def guides(site):
    made = (
        make_guide(title="Préparer l’assemblée générale", summary="Voter sans se tromper."),
        make_guide(title="Le prix de la chaleur", body=[h("La facture"), p("R1 et R2.")]),
        make_guide(title="Les travaux", body=[h("Dehors"), p("On parle aussi du prix ici.")]),
    )
    indexer.refresh()
    return made


def test_search_is_blind_to_accents_and_case_and_a_guide_named_comes_first(client, guides):
    asked = ("assemblée", "ASSEMBLEE", "preparer assemblee", "Générale")
    first = dict.fromkeys(asked, "Préparer l’assemblée générale")
    first["comment comprendre le prix de la chaleur ?"] = "Le prix de la chaleur"
    found = {}
    for number, query in enumerate(first):
        # Nobody asks so much in a second.
        place = f"192.0.2.{number}"
        found[query] = titles(client.get("/recherche/", {"q": query}, REMOTE_ADDR=place))[0]
    assert found == first


def test_publishing_hiding_and_deleting_a_page_are_followed(guides):
    guide = guides[1]

    def is_found():
        return guide.url in [line.url for line in find("facture r2").lines]

    assert is_found()
    guide.unpublish()
    assert not is_found()
    guide.save_revision().publish()
    assert is_found()
    restriction = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert not is_found()
    restriction.delete()
    assert is_found()
    guide.delete()
    assert not is_found()
    assert list(indexer.differences()) == []


def test_a_draft_is_never_found(client, site):
    guide = make_guide(title="Zygomatique", live=False)
    indexer.index("guides", [guide.pk])
    response = client.get("/recherche/", {"q": "zygomatique"})
    assert response.context["results"].lines == []
    assert "Aucun résultat" in response.text
    assert "Poser une question" in response.text


@pytest.mark.parametrize(
    ("length", "wrong"), [(0, False), (1, True), (2, False), (200, False), (201, True)]
)
def test_the_limits_of_a_query(client, site, length, wrong):
    response = client.get("/recherche/", {"q": "x" * length})
    assert response.status_code == 200
    assert (response.context["results"] is None) == (wrong or not length)
    assert ('aria-invalid="true"' in response.text) == wrong
    assert ("200 caractères au plus" in response.text) == (length > 200)


def test_no_query_shows_the_page_without_results(client, site):
    for address in ("/recherche/", "/recherche/?q=%20%20"):
        response = client.get(address)
        assert response.status_code == 200
        assert response.context["results"] is None


@pytest.mark.parametrize(
    "query",
    ["%00%00", "%22%27%29%28*", "AND%20OR%20NOT", "%FF%FE", "NEAR(", "%25", "%F0%9F%94%A5%21"],
)
def test_nonsense_never_breaks(client, site, query):
    assert client.get(f"/recherche/?q={query}").status_code == 200
    assert client.get(f"/recherche/?q=prix&nature={query}&page={query}").status_code == 200
    assert client.get(f"/recherche/suggestions/?q={query}").status_code in (200, 422)


def test_the_query_is_escaped(client, site):
    assert "<script>alert" not in client.get("/recherche/", {"q": "<script>alert(1)</script>"}).text


def asked(client, text, address="192.0.2.1"):
    return client.get("/recherche/", {"q": text}, REMOTE_ADDR=address)


def test_fifteen_searches_a_minute_then_a_pause(client, site, settings):
    settings.NUMBERS = {"search": {"searches_a_second": 100, "searches_of_all_a_second": 100}}
    assert {asked(client, f"mot{number}").status_code for number in range(15)} == {200}
    response = asked(client, "mot15")
    assert response.status_code == 429
    assert 'value="mot15"' in response.text
    assert "Vous avez fait beaucoup de recherches" in response.text
    assert asked(client, "mot15", "192.0.2.2").status_code == 200


def test_two_searches_a_second_and_eight_for_all_visitors_together(client, site, monkeypatch):
    moment = [1_000.0]
    monkeypatch.setattr(ratelimit.time, "time", lambda: moment[0])
    assert [asked(client, f"mot{number}").status_code for number in range(3)] == [200, 200, 429]
    moment[0] += 1.125
    assert asked(client, "mot3").status_code == 200
    moment[0] += 10
    codes = [asked(client, f"mot{one}", f"192.0.2.{one}").status_code for one in range(10, 19)]
    assert codes == [200] * 8 + [429]
    moment[0] += 1.125
    assert asked(client, "mot9", "192.0.2.9").status_code == 200


def test_all_visitors_together_have_a_limit_that_accounts_do_not_have(client, site, settings):
    settings.NUMBERS = {"search": {"searches_of_all_a_minute": 3}}
    addresses = [f"192.0.2.{number}" for number in range(1, 5)]
    codes = [asked(client, f"mot{place}", place).status_code for place in addresses]
    assert codes == [200, 200, 200, 429]
    response = asked(client, "encore", "192.0.2.9")
    assert "Beaucoup de personnes cherchent en ce moment" in response.text
    assert 'value="encore"' in response.text
    client.force_login(UserFactory())
    assert asked(client, "encore").status_code == 200


def test_the_limits_are_those_that_were_decided():
    assert NUMBERS.searches_a_second == 2
    assert NUMBERS.searches_a_minute == 15
    assert NUMBERS.searches_of_all_a_minute == 150
    assert NUMBERS.searches_of_all_a_second == 8


def test_ones_own_departement_comes_first(client, monkeypatch):
    answers = (lambda user: "", lambda user: user.display_name)
    hook(monkeypatch, "search.departement_of", *answers)
    rows = [row(1, "Le prix", departement="38"), row(2, "Le prix", departement="21")]
    with made_up(*rows):
        for departement, first in (("38", "1"), ("21", "2")):
            client.force_login(UserFactory(display_name=departement))
            lines = asked(client, "prix").context["results"].lines
            assert lines[0].url == f"/essai/{first}/"
            found = client.get("/recherche/suggestions/", {"q": "pri"}).json()["results"]
            assert found[0]["url"] == f"/essai/{first}/"
    assert query_parser.departement_of(AnonymousUser()) == ""


def test_suggestions_are_five_contents_and_limited(client, guides, settings):
    settings.NUMBERS = {"search": {"suggestions_a_minute": 2}}
    found = client.get("/recherche/suggestions/", {"q": "assem"}).json()["results"]
    assert found[0] == {
        "title": "Préparer l’assemblée générale",
        "url": guides[0].url,
        "kind": "Guides",
    }
    assert client.get("/recherche/suggestions/", {"q": "a"}).status_code == 422
    assert client.get("/recherche/suggestions/", {"q": "prix"}).status_code == 200
    refused = client.get("/recherche/suggestions/", {"q": "vote"})
    assert refused.status_code == 429
    assert "no-store" in refused["Cache-Control"]
    # What was made already costs nothing: it is not counted.
    assert client.get("/recherche/suggestions/", {"q": "prix"}).status_code == 200


@pytest.mark.parametrize(
    ("asked_for", "is_kept"),
    [
        ({"q": "pri"}, True),
        ({"q": "p" * NUMBERS.suggestions_kept_up_to}, True),
        ({"q": "p" * (NUMBERS.suggestions_kept_up_to + 1)}, False),
        ({"q": "pri", "x": "1"}, True),
        ({"q": "p"}, False),
    ],
    ids=["short", "at the limit", "long", "a parameter of nobody", "refused"],
)
def test_suggestions_of_a_short_beginning_are_kept_for_all(client, asked_for, is_kept):
    with made_up(row(1, "Le prix")):
        for _ in range(2):
            response = client.get("/recherche/suggestions/", asked_for)
            assert ("no-store" not in response["Cache-Control"]) is is_kept
        assert (KEPT_AS in response.wsgi_request.META) is is_kept


def test_kept_suggestions_are_those_of_now_and_never_of_who_is_signed_in(client, membre):
    with made_up(row(1, "Le prix")):
        assert client.get("/recherche/suggestions/", {"q": "pri"}).json()["results"]
        mine = Client()
        mine.force_login(membre)
        response = mine.get("/recherche/suggestions/", {"q": "pri"})
    assert "no-store" in response["Cache-Control"]
    assert KEPT_AS not in response.wsgi_request.META
    PublicVersion.objects.update_or_create(pk=1, defaults={"number": 77})
    assert client.get("/recherche/suggestions/", {"q": "pri"}).json()["results"] == []


def test_what_is_found_is_kept_for_all_until_something_moves(client, membre, monkeypatch):
    asked = []

    def counted(query, **more):
        asked.append(query)
        return find(query, **more)

    monkeypatch.setattr(views, "find", counted)
    with made_up(row(1, "Le prix")):
        # Under another name, a page that nobody has asked for yet.
        for number, name in enumerate(("testserver", "localhost")):
            response = client.get(
                "/recherche/?q=prix", SERVER_NAME=name, REMOTE_ADDR=f"192.0.2.{number}"
            )
            assert titles(response) == ["Le prix"]
        assert len(asked) == 1
        response = client.get("/recherche/?q=prix&nature=guides", REMOTE_ADDR="192.0.2.3")
        assert titles(response) == ["Le prix"]
        assert len(asked) == 2
    PublicVersion.objects.update_or_create(pk=1, defaults={"number": 77})
    client.force_login(membre)
    assert titles(client.get("/recherche/", {"q": "prix"})) == []
    assert len(asked) == 3


def test_fixed_pages_exist_and_are_found_by_what_people_call_them(client, site):
    indexer.refresh()
    response = client.get("/recherche/", {"q": "devenir ambassadeur"})
    assert response.context["results"].lines[0].url == "/ambassadeurs/devenir/"
    answers = {page.url: client.get(page.url).status_code for page in PAGES}
    assert {url for url, status in answers.items() if status not in (200, 302)} == set()


def test_what_is_missing_is_told_by_a_button_and_read_from_three_people_up(client, site):
    assert "Signaler cette recherche" in client.get("/recherche/", {"q": "Turbine"}).text
    for number in range(3):
        assert not MissedSearch.objects.told().exists()
        for text in ("Géothermie  profonde", "geothermies profondes"):
            page = client.post(
                "/recherche/sans-resultat/", {"q": text}, REMOTE_ADDR=f"10.0.0.{number}"
            )
            assert page.status_code == 200
    found = MissedSearch.objects.told().get()
    assert (found.text, found.people) == ("géothermie profonde", 3)
    assert "10.0.0" not in str(list(MissedBy.objects.values_list("person", flat=True)))
    assert client.post("/recherche/sans-resultat/", {"q": ""}).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "06 12 34 56 78",
        "jeanne.martin@exemple.fr",
        "12 rue des Lilas",
        "rue Pasteur",
        "Madame Durand syndic",
        "38000",
        "a " * 60,
        "de la",
    ],
)
def test_nothing_is_kept_of_what_may_be_personal_and_no_button_says_so(client, site, query):
    assert not report(query=query, person="ip:10.0.0.1")
    assert "Signaler cette recherche" not in client.get("/recherche/", {"q": query}).text
    assert not MissedSearch.objects.exists()
