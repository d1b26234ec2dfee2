"""A territory month by month: small numbers masked, the median from five answers."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.demandes.enums import State
from ambassadeurs.guichets.collectivite.trends import bars
from ambassadeurs.guichets.templatetags.guichets_tags import span
from ambassadeurs.stats.indicators import delay, hours_of
from tests.ambassadeurs.demandes.factories import DemandeFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk_client(client, collectivite):
    client.force_login(collectivite, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asks(number, at, *, hours=None, **facts):
    answered = {} if hours is None else {"first_answer_at": at + timedelta(hours=hours)}
    state = State.WAITING if hours is None else State.ANSWERED
    for _ in range(number):
        DemandeFactory(created_at=at, **{"state": state} | answered | facts)


def months(client):
    return client.get("/collectivite/").context["months"]


def test_twelve_months_latest_first_by_state(desk_client):
    asks(7, NOW - timedelta(days=1))
    asks(6, NOW - timedelta(days=40), hours=10)
    asks(5, NOW - timedelta(days=40), state=State.CLOSED)
    found = months(desk_client)
    assert [f"{one.first:%Y-%m}" for one in found[:2]] == ["2026-11", "2026-10"]
    assert f"{found[-1].first:%Y-%m}" == "2025-12"
    assert len(found) == 12
    assert (found[0].total, found[0].states) == ("7", ["7", "0", "0"])
    assert (found[1].total, found[1].states) == ("11", ["0", "6", "5"])
    assert {one.total for one in found[2:]} == {"0"}


def test_a_month_begins_at_midnight_in_paris(desk_client):
    asks(5, datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    asks(6, datetime(2025, 11, 30, 22, 59, tzinfo=UTC))
    found = months(desk_client)
    assert found[0].total == "5"
    assert found[-1].total == "0"


@pytest.mark.parametrize(
    ("answers", "median", "said"),
    [(0, None, "aucune réponse"), (4, None, "non publié"), (5, timedelta(hours=30), "30\u00a0h")],
)
def test_the_median_from_five_answers(desk_client, answers, median, said):
    asks(answers, NOW - timedelta(days=3), hours=30)
    page = desk_client.get("/collectivite/")
    found = page.context["months"][0]
    assert found.median == median
    row = BeautifulSoup(page.text, "html.parser").select_one("#tendances").find_next("tbody").tr
    assert row.find_all("td")[-1].text == said


def test_two_days_are_said_one_way():
    hours = [46.4, 47.6, 48, 48.008, 70.9, 72]
    said = [span(timedelta(hours=one)) for one in hours]
    assert said == ["47\u00a0h", *["2\u00a0jours"] * 2, *["3\u00a0jours"] * 3]


@pytest.mark.parametrize("hours", [49, 61, 72, 73])
def test_a_delay_has_as_many_days_at_a_desk_as_on_a_card_and_in_the_figures(hours):
    card = Ambassadeur(
        median_answer_hours=hours, answered_count=NUMBERS.usual_answers_from
    ).usual_days
    _, counted = hours_of(delay("exploitant", timedelta(hours=hours)))
    assert span(timedelta(hours=hours)) == f"{card}\u00a0jours"
    assert counted == card * 24


@pytest.mark.parametrize(("hours", "told"), [(0.3, "1"), (48.008, "49")])
def test_the_file_counts_begun_hours_as_the_page_does(desk_client, hours, told):
    asks(5, NOW - timedelta(days=3), hours=hours)
    text = desk_client.get("/collectivite/tendances.csv").content.decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text), delimiter=";"))[-1]["delai_median_heures"] == told


def test_what_was_reopened_is_measured_from_then(desk_client):
    asks(5, NOW - timedelta(days=20), hours=240, reopened_at=NOW - timedelta(days=11))
    assert months(desk_client)[0].median == timedelta(days=1)


def test_small_numbers_are_masked_and_a_single_one_masks_another_in_the_file_too(desk_client):
    asks(4, NOW - timedelta(days=1))
    asks(9, NOW - timedelta(days=1), hours=2)
    asks(3, NOW - timedelta(days=60))
    page = desk_client.get("/collectivite/")
    assert "un nombre de 1 à 4 est remplacé" in page.text.replace("\u00a0", " ")
    found = page.context["months"]
    assert (found[0].total, found[0].states) == ("13", ["moins de 5", "non publié", "0"])
    # Thirteen less nine would say how many have no answer.
    assert found[0].answered == "non publié"
    assert found[2].total == "moins de 5"
    text = desk_client.get("/collectivite/tendances.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["mois"] for row in rows][::11] == ["2025-12", "2026-11"]
    assert rows[-1] == {
        "mois": "2026-11",
        "demandes": "13",
        "en_attente": "moins de 5",
        "en_cours": "non publié",
        "closes": "0",
        "premieres_reponses": "non publié",
        "delai_median_heures": "2",
    }
    assert rows[0]["delai_median_heures"] == ""


def test_a_total_that_would_tell_is_not_published(desk_client):
    asks(4, NOW - timedelta(days=1))
    asks(4, NOW - timedelta(days=1), hours=2)
    found = months(desk_client)[0]
    small = "moins de 5"
    assert (found.total, found.states) == ("non publié", [small, small, "0"])
    assert found.answered == small
    asks(1, NOW - timedelta(days=60))
    assert months(desk_client)[2].total == small


def test_other_territories_and_offers_again_are_not_counted(desk_client):
    asks(5, NOW - timedelta(days=1), commune_id="44109", departement_id="44")
    first = DemandeFactory(created_at=NOW - timedelta(days=1), state=State.CLOSED)
    for _ in range(5):
        DemandeFactory(created_at=NOW - timedelta(days=1))
    DemandeFactory(created_at=NOW - timedelta(days=1), reoffered_from=first)
    assert months(desk_client)[0].total == "6"


def test_as_many_queries_for_one_as_for_many(desk_client, django_assert_max_num_queries):
    asks(1, NOW - timedelta(days=1))
    desk_client.get("/collectivite/tendances.csv")
    with django_assert_max_num_queries(8) as one:
        desk_client.get("/collectivite/tendances.csv")
    asks(30, NOW - timedelta(days=1), hours=3)
    with django_assert_max_num_queries(8) as many:
        desk_client.get("/collectivite/tendances.csv")
    assert len(one) == len(many)


def test_the_chart_draws_what_is_published_and_the_table_tells_it(desk_client):
    assert "dk-bars" not in desk_client.get("/collectivite/").text
    asks(10, NOW - timedelta(days=1))
    asks(20, NOW - timedelta(days=40))
    asks(1, NOW - timedelta(days=80))
    page = BeautifulSoup(desk_client.get("/collectivite/").content, "html.parser")
    (drawing,) = page.select("svg.dk-bars")
    assert drawing["aria-hidden"] == "true"
    found = months(desk_client)
    drawn = bars(found)
    assert [bar.first for bar in drawn] == [month.first for month in found[::-1]]
    heights = {bar.count: bar.height for bar in drawn}
    assert (heights[20], heights[10], heights[0]) == (100, 50, 0)
    # One demande is not published: no bar tells it.
    assert [bar.count for bar in drawn].count(None) == 1
    assert len(drawing.select("rect")) == len(drawn) - 1
    assert "style=" not in str(drawing)


def test_the_chart_tells_june_from_july(desk_client):
    asks(5, NOW - timedelta(days=1))
    svg = BeautifulSoup(desk_client.get("/collectivite/").content, "html.parser").select_one(
        "svg.dk-bars"
    )
    assert {"juin", "juil."} <= {text.get_text() for text in svg.select("text")}
