import re
from datetime import UTC, date, datetime, timedelta

import pytest

from ambassadeurs.impact.figures import (
    address_figures,
    funnel,
    monthly,
    people_figures,
    question_figures,
    share,
)
from ambassadeurs.impact.relations import relation_figures
from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from communaute.questions.models import Question
from socle.french import duration, number, percentage
from socle.small_counts import masked
from tests.ambassadeurs.coproprietes.factories import HIDDEN_TRAITS, AmbassadeurFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory, planned_reseau
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def address_tests(number, outcome=Outcome.EXISTANT_PROCHE, at=NOW):
    for _ in range(number):
        row = AddressTest.objects.create(outcome=outcome, precision=Precision.ADRESSE)
        AddressTest.objects.filter(pk=row.pk).update(created_at=at)


def asked(*, before=timedelta(days=3), answered_after=None, **facts):
    """A question asked so long before NOW, with its first answer so much later."""
    question = QuestionFactory(**facts)
    created = NOW - before
    first = None if answered_after is None else created + answered_after
    Question.objects.filter(pk=question.pk).update(created_at=created, first_answer_at=first)
    return question


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 5, "b": 9}, {"a": 5, "b": 9}),
        ({"a": 4, "b": 1, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 4, "b": 30, "c": 9, "d": 0}, {"a": None, "b": 30, "c": None, "d": 0}),
        ({"a": 3, "b": 0}, {"a": None, "b": 0}),
        # 1 + 1 is 2 in one way only, as 4 + 4 is 8: a third one hides them, or more.
        ({"a": 1, "b": 1, "c": 9, "d": 30}, {"a": None, "b": None, "c": None, "d": 30}),
        ({"a": 4, "b": 4, "c": 9, "d": 30}, {"a": None, "b": None, "c": None, "d": 30}),
        # Five hides nothing: it is the least that is shown.
        ({"a": 1, "b": 5, "c": 9, "d": 30}, {"a": None, "b": 5, "c": None, "d": 30}),
        ({"a": 4, "b": 9, "c": 9, "d": 30}, {"a": None, "b": None, "c": None, "d": 30}),
        ({"a": 1, "b": 1}, {"a": None, "b": None}),
        ({}, {}),
    ],
)
def test_small_counts_are_masked_and_cannot_be_subtracted(counts, shown):
    assert masked(counts) == shown


def test_address_figures():
    address_tests(6)
    address_tests(2, Outcome.PDP_FUTUR, at=NOW - timedelta(days=30))
    address_tests(8, Outcome.TROP_ELOIGNE, at=NOW - timedelta(days=30, seconds=1))
    figures = address_figures(NOW)
    assert (figures.total, figures.recent, figures.eligible) == (16, 8, 8)
    assert figures.eligible_share == 50
    by_outcome = {label: (count, close) for label, count, close in figures.by_outcome}
    assert len(by_outcome) == len(Outcome)
    assert by_outcome[Outcome.TROP_ELOIGNE.label] == (8, False)
    assert by_outcome[Outcome.PDP_FUTUR.label] == (None, True)
    # The single masked cell would be 16 - 8 - 6: the smallest other one is masked too.
    assert by_outcome[Outcome.EXISTANT_PROCHE.label] == (None, True)


def test_without_data_shares_are_unknown_not_zero():
    assert address_figures(NOW).eligible_share is None
    assert question_figures(NOW).fast_share is None
    assert question_figures(NOW).median is None
    assert share(0, 5) == 0


def test_forty_eight_hours_exactly():
    asked(answered_after=timedelta(hours=48))
    asked(answered_after=timedelta(hours=48, seconds=1))
    asked()
    figures = question_figures(NOW)
    assert (figures.ripe, figures.fast, figures.fast_share) == (3, 1, 33)


def test_a_question_is_ripe_at_48_hours_exactly():
    asked(before=timedelta(hours=48))
    asked(before=timedelta(hours=47, minutes=59), answered_after=timedelta(hours=1))
    assert question_figures(NOW).ripe == 1
    assert question_figures(NOW).fast == 0


def test_hidden_questions_count_nowhere():
    asked(hidden=True, answered_after=timedelta(hours=1))
    figures = question_figures(NOW)
    assert (figures.total, figures.ripe, figures.answered, figures.median) == (0, 0, 0, None)


@pytest.mark.parametrize(("hours", "median"), [([1, 5, 90], 5), ([1, 5, 7, 90], 6), ([3], 3)])
def test_median(hours, median):
    for delay in hours:
        asked(answered_after=timedelta(hours=delay))
    asked()
    assert question_figures(NOW).median == timedelta(hours=median)


def test_people_figures():
    covered = ReseauFactory()
    first = AmbassadeurFactory(copropriete__reseau=covered, copropriete__lots=60)
    AmbassadeurFactory(copropriete=first.copropriete)
    AmbassadeurFactory(copropriete__reseau=covered, copropriete__lots=40, user=first.user)
    for trait in HIDDEN_TRAITS:
        AmbassadeurFactory(copropriete__reseau=ReseauFactory(), **{trait: True})
    planned_reseau()
    ReseauFactory(kind="froid")
    figures = people_figures()
    assert (figures.ambassadors, figures.coproprietes, figures.lots) == (2, 2, 100)
    assert (figures.networks_covered, figures.networks_known) == (1, 1 + len(HIDDEN_TRAITS))
    assert figures.networks_planned == 1


def test_months_are_twelve_in_local_time():
    # 30 June at 22:30 UTC is 1 July in Paris.
    address_tests(5, at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    address_tests(3, at=NOW)
    asked(before=timedelta(days=400))
    months = monthly(NOW)
    assert [months[0].start, months[-1].start] == [date(2025, 12, 1), date(2026, 11, 1)]
    tests = {month.start.month: month.tests for month in months}
    assert tests[6] == 0
    # November (3) is masked, and July with it: one alone could be found by subtraction.
    assert (tests[7], tests[11]) == (None, None)
    assert sum(month.questions for month in months) == 0


def test_bars_fit_their_box():
    address_tests(20)
    address_tests(10, at=NOW - timedelta(days=40))
    months = monthly(NOW)
    assert [month.tests_bar for month in months[-2:]] == [50, 100]
    assert [month.tests_y for month in months[-2:]] == [50, 0]
    assert months[-1].x + 14 <= 240


def test_funnel_goes_from_address_to_answer():
    address_tests(10)
    asked(answered_after=timedelta(hours=1))
    steps = funnel(address_figures(NOW), question_figures(NOW), relation_figures(NOW))
    assert [step.count for step in steps] == [10, 10, 1, 1, 0, 0, 0, 0, 0]
    assert [step.bar for step in steps] == [100, 100, 10, 10, 0, 0, 0, 0, 0]


def test_words():
    assert number(12345) == "12\u202f345"
    assert number(None) == "masqué"
    assert percentage(None) == "–"
    assert duration(None) == "–"
    assert duration(timedelta(minutes=20)) == "20\u00a0min"
    assert duration(timedelta(seconds=5)) == "1\u00a0min"
    assert duration(timedelta(hours=47)) == "47\u00a0h"
    assert duration(timedelta(hours=48)) == "2\u00a0jours"


@pytest.mark.django_db
def test_what_the_author_says_is_what_the_author_said():
    from tests.communaute.questions.factories import AnswerFactory

    for by_asker in (True, False, False):
        answer = AnswerFactory()
        Question.objects.filter(pk=answer.question_id).update(
            accepted_answer=answer, accepted_by_asker=by_asker
        )
    assert question_figures(datetime.now(UTC)).accepted == 1


def test_what_is_fast_or_recent_follows_the_numbers_of_the_room(settings, client):
    settings.NUMBERS = {"impact": {"fast_answer_hours": 24, "recent_days": 7}}
    asked(before=timedelta(days=8), answered_after=timedelta(hours=24))
    asked(answered_after=timedelta(hours=25))
    figures = question_figures(NOW)
    assert (figures.total, figures.recent, figures.fast) == (2, 1, 1)
    page = client.get("/stats/").text
    assert "des questions répondues en 24\u00a0heures" in page
    assert "7 derniers jours" in page
    # With its unit: the hour of the page may be any number.
    assert not re.search(r"\b48\s*(?:h\b|heures)", page)
