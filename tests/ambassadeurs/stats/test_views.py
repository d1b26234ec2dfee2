"""The page and its files read the table, and nothing else."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest, Reseau
from ambassadeurs.stats import indicators as keys
from ambassadeurs.stats.models import EVER, CountedDay, Tally
from ambassadeurs.stats.selectors import places
from ambassadeurs.stats.services import every_day
from communaute.questions.models import Question
from communaute.territoires.models import Departement
from socle.public_pages import touch_public_pages
from tests.ambassadeurs.assemblees.factories import AssembleeFactory
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.cms.kept import once
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.factories import QuestionFactory

from .recount import recount
from .test_publication_rules import tally
from .world import DAY, HOUR, NOW, asked, build_and_count

pytestmark = pytest.mark.django_db
DU = "2026-11-24"
FILES = ("/stats/export.csv", "/stats/export.json", "/stats/datapackage.json")


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    """Periods are whole days: none ends while a test runs."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def six():
    """Acts of three days ago, six of each, counted."""
    once(_six)


def _six():
    at = timezone.now() - 3 * DAY
    AmbassadeurFactory.create_batch(6)
    for _ in range(6):
        asked(at, after=HOUR)
    DemandeFactory.create_batch(6, agence=True, created_at=at, first_answer_at=at + HOUR)
    rows = AddressTest.objects.bulk_create(
        AddressTest(
            outcome=Outcome.EXISTANT_PROCHE, precision=Precision.ADRESSE, commune_id="38185"
        )
        for _ in range(6)
    )
    AddressTest.objects.filter(pk__in=[row.pk for row in rows]).update(created_at=at)
    call_command("compute_impact", stdout=io.StringIO())


def page_of(client, query=""):
    return BeautifulSoup(client.get(f"/stats/{query}").content, "html.parser")


def value(page, key):
    return page.select_one(f"#{key} .im-figure__value").get_text()


def test_five_figures_come_first_each_with_its_definition_folded_and_curves_have_tables(client):
    six()
    page = page_of(client)
    first = page.select_one("section .im-figures")
    assert len(first.select(".im-figure")) == 5
    assert value(page, "essentiel-tests") == "5"
    assert value(page, "essentiel-ambassadeurs") == "6"
    assert value(page, "essentiel-part_reponse_rapide") == "100\u00a0%"
    assert value(page, "essentiel-raccordements") == "moins de 5"
    for figure in page.select(".im-figure"):
        assert figure.select_one("details:not([open]) .im-figure__definition")
    assert not page.select("[style]")
    assert not page.select("script:not([src])")
    charts = page.select(".im-chart")
    assert len(charts) == 4
    for chart in charts:
        assert chart.select("table tbody tr")
    assert [cell.get_text() for cell in charts[1].select("td")][-1] in {"6", "0"}
    assert charts[0].select_one("svg polyline")["points"]
    # What is not measured is not shown.
    assert not page.select("#avis-recus")
    assert not page.select(".im-co2")
    # Delays and places.
    agency = page.find("th", string="Les agences de l’énergie").find_parent("tr")
    assert [cell.get_text() for cell in agency.select("td")][:2] == ["1\u00a0h", "1\u00a0h"]
    region = page.find("th", string="Auvergne-Rhône-Alpes").find_parent("tr")
    cells = [cell.get_text() for cell in region.select("td")]
    assert (cells[0], cells[2], cells[-1]) == ("5", "5", "6")
    # Each mark of the page is its own.
    marks = [one["id"] for one in page.select("[id]")]
    assert sorted(marks) == sorted(set(marks))
    named = {
        mark for one in page.select("[aria-labelledby]") for mark in one["aria-labelledby"].split()
    }
    assert set(named) <= set(marks)


def test_assemblies_are_told_by_fives_adopted_and_rejected_alike(client):
    for result, number in (("adoptee", 4), ("second_vote", 3), ("rejetee", 4)):
        told = {"result": result, "told_at": NOW - HOUR}
        AssembleeFactory.create_batch(number, adopted=True, may_be_counted=True, **told)
        # Without consent, it counts for nothing.
        AssembleeFactory.create_batch(6, adopted=True, **told)
    AssembleeFactory.create_batch(7)
    call_command("compute_impact", stdout=io.StringIO())
    page = page_of(client)
    assert value(page, "votes-assemblees_adoptees") == "5"
    assert value(page, "votes-assemblees_rejetees") == "moins de 5"
    steps = [one.get_text(" ", strip=True) for one in page.select(".im-funnel__label")]
    place = steps.index("Assemblées à venir, à ce jour : 5")
    assert steps[place - 1].startswith("Copropriétés enregistrées")
    assert steps[place - 2].startswith("Adresses proches d’un réseau")
    assert steps[place + 1].startswith("Questions posées")


def test_places_are_in_the_order_of_the_alphabet():
    for code in ("04", "06", "38", "75", "35"):
        tally(NOW.date(), keys.BUILDINGS, 1, scope="departement", place=code)
    found = {one.name: [part.name for part in one.parts] for one in places()[0]}
    assert found["Provence-Alpes-Côte d'Azur"] == ["Alpes-de-Haute-Provence", "Alpes-Maritimes"]
    assert list(found)[1:3] == ["Bretagne", "Île-de-France"]


def test_an_empty_service_has_a_page(client):
    assert "Rien n’est encore compté" in client.get("/stats/").text


def test_a_period_holds_its_days_only_and_a_wrong_one_is_told_beside_its_field(client):
    six()
    at = timezone.localdate(timezone.now() - 3 * DAY)
    assert value(page_of(client, f"?du={at}&au={at}"), "essentiel-tests") == "5"
    after = timezone.localdate(timezone.now() - 2 * DAY)
    assert value(page_of(client, f"?du={after}"), "essentiel-tests") == "moins de 5"
    response = client.get("/stats/?du=2020-02-02&au=2020-02-01")
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert "avant le début" in page.select_one("form.im-period").get_text()
    assert value(page, "essentiel-tests") == "5"
    assert page.select_one("a[href='/stats/export.csv']")
    for address in FILES[:2]:
        response = client.get(f"{address}?du=2999-01-01")
        assert response.status_code == 422
        assert "avenir" in response.json()["erreurs"]["du"][0]


@pytest.mark.parametrize("query", ["du=0001-01-01", "au=0001-01-01", "du=9999-12-31"])
def test_a_year_mistyped_is_said_and_no_file_leaves(client, query):
    page = page_of(client, query and f"?{query}")
    assert page.select_one("form.im-period .fr-error-text, form.im-period .fr-message--error")
    assert client.get(f"/stats/export.csv?{query}").status_code == 422


def test_no_cookie_and_no_writing(client):
    for address in ("/stats/", *FILES):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert client.post(address).status_code == 405


def test_files_hold_the_same_figures(client):
    six()
    text = client.get(FILES[0]).text.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    told = json.loads(client.get(FILES[1]).content)["chiffres"]
    assert [row["indicateur"] for row in rows] == [one["indicateur"] for one in told]
    assert [row["valeur"] for row in rows] == [
        "" if one["valeur"] is None else str(one["valeur"]) for one in told
    ]
    france = [row for row in rows if row["territoire"] == "France"]
    values = {row["indicateur"]: row["valeur"] for row in france}
    assert "menés jusqu’à" in next(
        row["definition"] for row in france if row["indicateur"] == "raccordements"
    )
    assert values["delai_median:agence"] == "1"
    # Today's stocks are not of the period.
    of_period = client.get(f"{FILES[1]}?du={DU}").json()["chiffres"]
    when = {(one["indicateur"], one["territoire"]): one["periode"] for one in of_period}
    for stock in (keys.AMBASSADORS, keys.TO_COME):
        assert when[stock, "France"] == f"{NOW:%Y-%m-%d}"
    assert when["part_reponse_rapide", "France"].startswith(f"{DU}/")
    first = ["raccordements", "demandes", "part_reponse_rapide", "tests", "ambassadeurs"]
    assert [row["indicateur"] for row in rows][:5] == first
    assert all(len(row["definition"]) > 5 for row in rows)


def test_the_package_describes_the_csv(client):
    package = client.get(FILES[2]).json()
    resource = package["resources"][0]
    assert resource["path"].endswith("/stats/export.csv")
    titles = client.get(FILES[0]).text.lstrip("\ufeff").splitlines()[0].split(";")
    assert [one["name"] for one in resource["schema"]["fields"]] == titles


def test_what_is_kept_goes_with_the_next_counting_and_with_public_pages(
    client, django_assert_num_queries, django_capture_on_commit_callbacks
):
    six()
    client.get("/stats/")
    # The version of public pages, and when it was counted: the rest is kept.
    with django_assert_num_queries(2):
        assert value(page_of(client, "?du="), "essentiel-tests") == "5"
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    AddressTest.objects.all().delete()
    call_command("compute_impact", stdout=io.StringIO())
    assert value(page_of(client, "?au="), "essentiel-tests") == "moins de 5"


def test_nothing_is_counted_when_it_is_shown(client):
    six()
    Question.objects.all().delete()
    AddressTest.objects.all().delete()
    assert value(page_of(client), "essentiel-tests") == "5"


def many_networks(number):
    """So many with five demandes: they are told apart."""
    for reseau in ReseauFactory.create_batch(number):
        for grain, start in (("mois", date(2026, 11, 1)), ("total", EVER)):
            Tally.objects.create(
                grain=grain,
                start=start,
                scope="reseau",
                place=str(reseau.pk),
                indicator="demandes",
                value=5,
            )


def test_a_network_named_with_the_word_is_not_told_twice_so(client):
    six()
    many_networks(2)
    *_, one, other = Reseau.objects.order_by("pk")
    Reseau.objects.filter(pk=one.pk).update(name="Réseau principal de Grenoble")
    Reseau.objects.filter(pk=other.pk).update(name="Sodien")
    cache.clear()
    told = client.get("/stats/export.csv").text
    assert ";réseau principal de Grenoble (" in told
    assert ";réseau « Sodien » (" in told


def a_million_acts():
    """The table after a million acts: two years, every département, and fifty networks."""
    first = timezone.localdate() - timedelta(days=729)
    days = [first + timedelta(days=number) for number in range(730)]
    months = sorted({day.replace(day=1) for day in days})
    places = [("pays", ""), *(("departement", code) for code in _codes(Departement))]
    places += [("reseau", str(one.pk)) for one in ReseauFactory.create_batch(50)]
    counted = [("jour", day, "pays", "") for day in days]
    counted += [("mois", month, *place) for month in months for place in places]
    counted += [("total", EVER, *place) for place in places]
    names = ("tests", "demandes", "questions", "attente_agence:0003")
    Tally.objects.all().delete()
    Tally.objects.bulk_create(
        Tally(grain=grain, start=start, scope=scope, place=place, indicator=name, value=1_000_000)
        for grain, start, scope, place in counted
        for name in names
    )
    CountedDay.objects.bulk_create(
        (CountedDay(day=day, counted_at=NOW) for day in days), ignore_conflicts=True
    )


def _codes(model):
    return model.objects.values_list("code", flat=True)


def test_at_most_twelve_queries_as_many_whatever_was_counted(client):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    periods = ("", "?du=2026-01-01", "?du=2026-01-17&au=2026-05-03")
    pages = [address + period for address in ("/stats/", *FILES) for period in periods]

    def queries(page):
        cache.clear()
        client.get(page)
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            assert client.get(page).status_code == 200
        return len(made)

    six()
    many_networks(1)
    few = {page: queries(page) for page in pages}
    assert max(few.values()) <= 12, few
    many_networks(20)
    assert {page: queries(page) for page in pages} == few
    a_million_acts()
    assert {page: queries(page) for page in pages} == few


@pytest.mark.parametrize("query", ["", "?du=2026-10-20&au=2026-11-25"])
def test_what_is_published_equals_a_recount_by_sql(client, query):
    build_and_count()
    days = every_day(date(2026, 10, 1), date(2026, 11, 25))
    expected = sum((Counter(recount(day, NOW)) for day in days), Counter())
    told = {
        one["indicateur"]: one["valeur"]
        for one in client.get(f"/stats/export.json{query}").json()["chiffres"]
        if one["territoire"] == "France" and "/" in one["periode"]
    }
    names = ("tests", "tests_proches", "demandes", "demandes_repondues", "visites_tenues", "devis")
    for name in (*names, "votes", "raccordements", "arrivees"):
        assert told[name] == expected[name] - expected[name] % 5, name
    assert told["questions"] == expected["questions"] > 5
    fast, due = expected["echeances_tenues:question"], expected["echeances:question"]
    assert told["part_reponse_rapide"] == round(100 * fast / due)


def test_home_figures(django_assert_num_queries):
    template = Template(
        "{% load stats_tags %}{% home_figures as figures %}"
        "{% for f in figures %}{{ f.value }} {{ f.label }} ({{ f.note }})|{% endfor %}"
    )
    assert template.render(Context()) == ""
    QuestionFactory(hidden=True)
    six()
    with django_assert_num_queries(1):
        text = template.render(Context())
    assert "5 adresses testées (depuis l’ouverture, dont 5 proches" in text
    # As many as the funnel of `/stats/` says, not a share of fewer questions.
    assert "6 questions posées (depuis l’ouverture, dont 6 avec une réponse en 48" in text
    assert "6 copropriétés ambassadrices (360 lots" in text
    assert "(en service, dont 6" in text
    # No hour beside them: what they say is of no precise day.
    assert "à ce jour" not in text


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True), (9, True)])
def test_an_organisation_is_told_from_five_requests(number, shown):
    agency = OrganisationFactory()
    at = timezone.now() - 20 * DAY
    for _ in range(number):
        DemandeFactory(
            agence=True, organisation=agency, created_at=at, first_answer_at=at + 2 * HOUR
        )
    call_command("compute_impact", stdout=io.StringIO())
    template = Template(
        "{% load stats_tags %}{% answering_of one as told %}"
        "{% if told %}{{ told.median_told }} {{ told.share_told }} {{ told.count_told }}{% endif %}"
    )
    text = template.render(Context({"one": agency}))
    assert text == ("2\u00a0h 100\u00a0% 5" if shown else "")


def test_the_cards_of_a_page_cost_one_query(django_assert_num_queries):
    agencies = OrganisationFactory.create_batch(3)
    template = Template(
        "{% load stats_tags %}{% for one in all %}{% answering_of one %}{% endfor %}"
    )
    with django_assert_num_queries(1):
        template.render(Context({"all": agencies}))


@pytest.mark.parametrize(
    ("fast", "share"), [(1, ""), (5, " ; 50\u00a0% des demandes en 5\u00a0jours ouvrés")]
)
def test_the_card_of_an_operator_tells_it(client, fast, share):
    """Never a share that would tell of one to four people: `/stats/` tells none."""
    at = timezone.now() - 20 * DAY
    first = DemandeFactory(exploitant=True, created_at=at, first_answer_at=at + 2 * HOUR)
    of_it = {"exploitant": True, "organisation": first.organisation, "reseau": first.reseau}
    DemandeFactory.create_batch(fast - 1, **of_it, created_at=at, first_answer_at=at + DAY)
    DemandeFactory.create_batch(max(fast, 4), **of_it, created_at=at, first_answer_at=at + 19 * DAY)
    call_command("compute_impact", stdout=io.StringIO())
    page = BeautifulSoup(client.get(first.reseau.get_absolute_url()).content, "html.parser")
    told = page.select_one(".rx-person__delay").get_text()
    assert f"jours ou moins{share}, sur" in told or f"h ou moins{share}, sur" in told
    assert f"sur {5 if fast == 1 else 10} demandes au moins" in told


def test_what_is_fast_follows_the_numbers_of_the_room(settings, client):
    settings.NUMBERS = {"stats": {"fast_answer_hours": 24}}
    page = client.get("/stats/").text
    assert "part des questions répondues en 24\u00a0heures" in page
    assert not re.search(r"\b48\s*(?:h\b|heures)", page)
