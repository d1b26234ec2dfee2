"""Days are counted exactly, once, whatever changes afterwards and however often it is done."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from ambassadeurs.stats.daily_counts import tallies_of
from ambassadeurs.stats.indicators import delay, hours_of
from ambassadeurs.stats.models import EVER, CountedDay, Tally
from ambassadeurs.stats.periods import Period
from ambassadeurs.stats.selectors import read
from ambassadeurs.stats.services import (
    count_day,
    count_stocks,
    days_to_count,
    differences,
    every_day,
    stocks_to_count,
)
from communaute.questions.models import Question
from socle.scheduler.runner import run
from tests.ambassadeurs.assemblees.factories import AssembleeFactory
from tests.ambassadeurs.coproprietes.factories import (
    HIDDEN_TRAITS,
    AmbassadeurFactory,
    CoproprieteFactory,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory, planned_reseau
from tests.clock import stop
from tests.cms.kept import once

from .recount import recount
from .world import (
    DAY,
    HOUR,
    MIDNIGHT,
    NOW,
    SECOND,
    address_tests,
    asked,
    build,
    build_and_count,
    demanded,
)

pytestmark = pytest.mark.django_db
TENTH = date(2026, 11, 10)
DAYS = list(every_day(date(2026, 10, 20), date(2026, 11, 25)))


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    stop(monkeypatch, NOW)


def country(day, now=NOW):
    return {
        name: number
        for (scope, _, name), number in tallies_of(day, now).items()
        if scope == "pays" and not name.startswith("attente_")
    }


def kept(grain="jour", scope="pays", **facts):
    rows = Tally.objects.filter(grain=grain, scope=scope, **facts)
    return Counter({row.indicator: row.value for row in rows})


def build_and_count_days():
    build()
    for day in DAYS:
        count_day(day, NOW)


def test_each_day_equals_a_recount_by_sql():
    build()
    for day in DAYS:
        assert country(day) == recount(day, NOW), day
    assert country(TENTH)["tests"] == 4
    assert country(TENTH)["questions"] == 6


def test_months_and_totals_are_the_sums_of_their_days():
    once(build_and_count_days)
    expected = sum((Counter(recount(day, NOW)) for day in DAYS), Counter())
    told = {k: v for k, v in kept("total").items() if not k.startswith("attente_")}
    assert told == expected
    november = sum((Counter(recount(day, NOW)) for day in DAYS if day.month == 11), Counter())
    told = kept("mois", start=date(2026, 11, 1))
    assert {k: v for k, v in told.items() if not k.startswith("attente_")} == november
    assert list(differences(DAYS[:-1], NOW)) == []


def test_places_are_those_of_the_acts():
    reseau = ReseauFactory()
    address_tests(MIDNIGHT, 2, reseau=reseau, commune_id="38185")
    address_tests(MIDNIGHT)
    count_day(TENTH, NOW)
    assert kept(scope="departement", place="38") == {"tests": 2}
    assert kept(scope="reseau", place=str(reseau.pk)) == {"tests": 2}
    assert kept()["tests"] == 3


def test_counting_again_changes_nothing_and_what_changed_moves_the_sums():
    once(build_and_count_days)
    before = list(Tally.objects.order_by("pk").values_list("pk", "value"))
    count_day(TENTH, NOW)
    assert list(Tally.objects.order_by("pk").values_list("pk", "value")) == before
    total = kept("total")["questions"]
    hidden = Question.objects.published().filter(created_at=MIDNIGHT)
    assert hidden.count() == 3
    Question.objects.filter(pk=hidden.first().pk).delete()
    assert any("questions" in line for line in differences([TENTH], NOW))
    count_day(TENTH, NOW)
    assert kept("total")["questions"] == total - 1
    assert kept("mois", start=date(2026, 11, 1))["questions"] == total - 1


def test_what_falls_to_zero_is_gone():
    question = asked(MIDNIGHT)
    count_day(TENTH, NOW)
    Question.objects.filter(pk=question.pk).delete()
    count_day(TENTH, NOW)
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("waited", "hours"),
    [
        (-HOUR, 1),
        (timedelta(), 1),
        (HOUR, 1),
        (HOUR + SECOND, 2),
        (48 * HOUR, 48),
        (48 * HOUR + SECOND, 72),
        (3 * DAY, 72),
        (3 * DAY + SECOND, 96),
        (400 * DAY, 90 * 24),
    ],
)
def test_a_response_time_is_in_hours_then_days_begun(waited, hours):
    assert hours_of(delay("agence", waited)) == ("agence", hours)


def test_response_times_are_kept_by_kind_and_by_organisation():
    one = demanded(MIDNIGHT, after=3 * HOUR, agence=True)
    demanded(MIDNIGHT, after=5 * HOUR)
    count_day(TENTH, NOW)
    assert kept()["attente_agence:0003"] == kept()["attente_ambassadeur:0005"] == 1
    assert kept(scope="organisme", place=str(one.organisation_id)) == {"attente_agence:0003": 1}


def test_a_deadline_counts_when_it_is_over_not_before():
    asked(MIDNIGHT, after=HOUR)
    twelfth = date(2026, 11, 12)
    due = MIDNIGHT + 2 * DAY
    assert country(twelfth, due - SECOND) == {}
    assert country(twelfth, due) == {"echeances:question": 1, "echeances_tenues:question": 1}


def test_stocks_are_of_today():
    covered = ReseauFactory()
    first = AmbassadeurFactory(copropriete__reseau=covered, copropriete__lots=60)
    AmbassadeurFactory(copropriete=first.copropriete)
    AmbassadeurFactory(copropriete__reseau=covered, copropriete__lots=40, user=first.user)
    for trait in HIDDEN_TRAITS:
        AmbassadeurFactory(copropriete__reseau=ReseauFactory(), **{trait: True})
    planned_reseau()
    ReseauFactory(kind="froid")
    count_stocks(now=NOW)
    held = kept("total", start=EVER)
    assert (held["ambassadeurs"], held["coproprietes"], held["lots"]) == (2, 2, 100)
    assert (held["reseaux_couverts"], held["reseaux_a_venir"]) == (1, 1)
    assert held["reseaux_connus"] == 1 + len(HIDDEN_TRAITS)
    first.copropriete.ambassadeurs.all().delete()
    count_stocks(now=NOW)
    held = kept("total", start=EVER)
    assert (held["ambassadeurs"], held["coproprietes"], held["lots"]) == (1, 1, 40)


def test_a_building_that_its_syndic_and_a_resident_described_is_counted_once():
    same = {"connected_year": None, "register_number": "ZZ3800103", "created_at": MIDNIGHT}
    for building in CoproprieteFactory.create_batch(2, **same):
        AssembleeFactory(copropriete=building, held_on=timezone.localdate())
        told = {"result": "adoptee", "told_at": MIDNIGHT, "may_be_counted": True}
        AssembleeFactory(copropriete=building, adopted=True, **told)
    found = country(TENTH)
    assert (found["coproprietes_enregistrees"], found["assemblees_adoptees"]) == (1, 1)
    count_stocks(now=NOW)
    assert kept("total", start=EVER)["assemblees_a_venir"] == 1


def test_assemblies_to_come_are_of_today():
    for number in (-1, 0, 60):
        AssembleeFactory(held_on=timezone.localdate() + number * DAY)
    AssembleeFactory(state="annulee")
    AssembleeFactory(adopted=True)
    count_stocks(now=NOW)
    assert kept("total", start=EVER)["assemblees_a_venir"] == 2


def test_a_vote_counts_on_the_day_it_is_told_when_it_is_agreed():
    for result in ("adoptee", "second_vote", "rejetee"):
        AssembleeFactory(adopted=True, result=result, told_at=MIDNIGHT, may_be_counted=True)
        AssembleeFactory(adopted=True, result=result, told_at=MIDNIGHT)
    counted = country(TENTH)
    assert (counted["assemblees_adoptees"], counted["assemblees_rejetees"]) == (2, 1)
    assert "assemblees_adoptees" not in country(date(2026, 11, 9))


def test_the_clock_counts_today_then_the_past_a_month_at_a_time():
    today = timezone.localdate(NOW)
    address_tests(NOW - 40 * DAY)
    due = days_to_count(NOW)
    assert due[0] == today
    assert (len(due), min(due)) == (32, today - 31 * DAY)
    tick(NOW)
    assert days_to_count(NOW)[-1] == today - 32 * DAY
    tick(NOW)
    assert CountedDay.objects.count() == 41
    assert days_to_count(NOW) == []
    assert kept("total")["tests"] == 1


def test_today_is_counted_again_after_half_an_hour_and_the_last_days_once_a_day():
    address_tests(NOW - 9 * DAY)
    tick(NOW)
    assert days_to_count(NOW + timedelta(minutes=30) - SECOND) == []
    assert days_to_count(NOW + timedelta(minutes=30)) == [timezone.localdate(NOW)]
    assert stocks_to_count(NOW + timedelta(minutes=30)) == ["stocks"]
    tomorrow = MIDNIGHT + 16 * DAY
    due = days_to_count(tomorrow)
    # The new day, the seven that just ended; no older one before a whole day.
    assert due == [date(2026, 11, 26), *every_day(date(2026, 11, 19), date(2026, 11, 25))]
    later = days_to_count(NOW + DAY)
    assert later[-2:] == [date(2026, 11, 16), date(2026, 11, 17)]


def tick(now):
    assert run(now, only=["stats.days", "stats.stocks"]).errors == 0


@pytest.mark.parametrize("number", [1, 12])
def test_a_day_costs_the_same_queries_whatever_it_holds(number, django_assert_num_queries):
    address_tests(MIDNIGHT, number)
    for _ in range(number):
        demanded(MIDNIGHT, after=HOUR, agence=True)
    with django_assert_num_queries(33):
        count_day(TENTH, NOW)


def test_the_command_counts_then_proves(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    address_tests(NOW - DAY)
    out = StringIO()
    call_command("compute_impact", stdout=out)
    assert "2 jours comptés" in out.getvalue()
    call_command("compute_impact", check=True, stdout=out)
    assert "exacts" in out.getvalue()
    Tally.objects.filter(grain="jour", indicator="tests").update(value=7)
    with pytest.raises(CommandError, match="tests : 7 pour 1"):
        call_command("compute_impact", check=True)
    with pytest.raises(CommandError, match="après le dernier"):
        call_command("compute_impact", "--from", "2026-11-02", "--to", "2026-11-01")


def checked():
    """The status that `manage.py compute_impact --check` ends with, and what it says."""
    out = StringIO()
    try:
        call_command("compute_impact", check=True, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def put(grain, start, indicator, value):
    Tally.objects.create(grain=grain, scope="pays", start=start, indicator=indicator, value=value)


def with_its_sums(start, indicator, value):
    """As a forger would: the month and the total follow."""
    put("jour", start, indicator, value)
    for grain, whole in (("mois", start.replace(day=1)), ("total", EVER)):
        rows = Tally.objects.filter(grain=grain, scope="pays", start=whole, indicator=indicator)
        if not rows.update(value=F("value") + value):
            put(grain, whole, indicator, value)


def of_the_day(indicator):
    return Tally.objects.filter(grain="jour", scope="pays", start=TENTH, indicator=indicator)


def test_a_table_that_was_tampered_with_is_told_day_and_figure():
    build_and_count()
    assert checked() == (0, "Les chiffres sont exacts.\n")
    of_the_day("tests").update(value=9)
    of_the_day("questions").delete()
    with_its_sums(TENTH, "signalements", 5)
    with_its_sums(TENTH, "co2_declare:g", 7_000_000)
    # On a day that was never counted: before the opening, and to come.
    with_its_sums(date(2020, 2, 3), "tests", 5)
    with_its_sums(date(2030, 2, 3), "tests", 5)
    Tally.objects.filter(grain="total", indicator="tests").update(value=1)
    status, said = checked()
    assert status == 1
    told = (
        "2026-11-10 pays tests : 9 pour 4",
        "2026-11-10 pays questions : 0 pour 6",
        "2026-11-10 pays signalements : 5 pour 0",
        "2026-11-10 pays co2_declare:g : 7000000 pour 0",
        "2020-02-03 pays tests : 5 pour 0",
        "2030-02-03 pays tests : 5 pour 0",
        "total pays tests : 1 pour",
    )
    assert [one for one in told if one not in said] == []


def test_a_day_never_counted_is_told():
    assert list(differences([TENTH], NOW)) == ["2026-11-10 : pas compté"]


PERIODS = [
    Period(date(2026, 10, 20), date(2026, 11, 25)),
    Period(date(2026, 11, 10), date(2026, 11, 10)),
    Period(date(2026, 11, 1), date(2026, 11, 30)),
    Period(date(2026, 10, 31), date(2026, 11, 12)),
    Period(date(2026, 9, 3), date(2026, 12, 1)),
    Period(date(2026, 11, 11), date(2026, 11, 24)),
]
NAMES = ("tests", "questions", "demandes", "visites_tenues", "raccordements")
WAITS = ("question", "ambassadeur", "exploitant", "agence")


def test_any_period_is_the_sum_of_its_days():
    once(build_and_count_days)
    of_days = {day: tallies_of(day, NOW) for day in DAYS}

    def summed(period):
        days = [tally for day, tally in of_days.items() if period.first <= day <= period.last]
        told = Counter()
        for (scope, _, name), count in sum(days, Counter()).items():
            if scope == "pays":
                waited = name.startswith("attente_")
                told[name[8:].partition(":")[0] if waited else name] += count
        return {name: told[name] for name in (*NAMES, *WAITS)}

    def shown(period):
        book = read(period)
        delays = {kind: book.delays(kind).total() for kind in WAITS}
        return {name: book.exact(name) for name in NAMES} | delays

    assert [shown(period) for period in PERIODS] == [summed(period) for period in PERIODS]


def test_a_day_that_began_after_the_last_count_is_not_said_counted(client, monkeypatch):
    for day in DAYS:
        count_day(day, NOW)
    count_stocks(now=NOW)
    told = client.get("/stats/").text
    assert "comptés depuis l’ouverture du service" in told
    assert "Comptés le" in told
    stop(monkeypatch, NOW + DAY)
    told = client.get(f"/stats/?du={timezone.localdate(NOW + DAY)}").text
    assert "pas encore comptés" in told
    assert "Comptés le" not in told
