"""Figures of the mises en relation: what counts, from how many it is published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.impact.relations import relation_figures
from ambassadeurs.mises_en_relation.enums import ClosedBecause, DeskStatus, State
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.visites.enums import VisitState
from tests.ambassadeurs.mises_en_relation.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import VisitFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def asked(number, *, answered_after=None, **facts):
    created = NOW - timedelta(days=5)
    first = None if answered_after is None else created + answered_after
    return DemandeFactory.create_batch(number, created_at=created, first_answer_at=first, **facts)


def test_nothing_yet_is_zero_and_unknown():
    figures = relation_figures(NOW)
    assert (figures.total, figures.answered, figures.visits_held, figures.connected) == (0, 0, 0, 0)
    assert (figures.answered_share, figures.median) == (None, None)
    assert figures.by_kind == [("ambassadeur", 0), ("exploitant", 0), ("agence", 0)]


def test_counts_by_kind_and_the_connected():
    asked(6)
    asked(5, exploitant=True, desk_status=DeskStatus.RACCORDE)
    asked(7, agence=True)
    figures = relation_figures(NOW)
    assert (figures.total, figures.recent, figures.connected) == (18, 18, 5)
    assert dict(figures.by_kind) == {"ambassadeur": 6, "exploitant": 5, "agence": 7}


def test_a_small_kind_is_masked_and_cannot_be_subtracted():
    asked(6)
    asked(4, exploitant=True, desk_status=DeskStatus.RACCORDE)
    asked(7, agence=True)
    figures = relation_figures(NOW)
    assert dict(figures.by_kind) == {"ambassadeur": None, "exploitant": None, "agence": 7}
    assert figures.connected is None


def test_the_last_thirty_days_to_the_second():
    for late in (0, 1):
        created = NOW - timedelta(days=30, seconds=late)
        DemandeFactory.create_batch(5, created_at=created)
    figures = relation_figures(NOW)
    assert (figures.total, figures.recent) == (10, 5)


@pytest.mark.parametrize(
    ("answered", "waiting", "share"),
    [(5, 5, 50), (5, 0, 100), (0, 5, 0), (4, 5, None), (5, 4, None), (4, 0, None)],
)
def test_the_share_tells_nothing_of_a_few(answered, waiting, share):
    asked(answered, answered_after=timedelta(hours=1))
    asked(waiting)
    assert relation_figures(NOW).answered_share == share


@pytest.mark.parametrize(("number", "median"), [(4, None), (5, 3), (6, 3.5)])
def test_the_median_is_published_from_five_answers(number, median):
    for hours in range(1, number + 1):
        asked(1, answered_after=timedelta(hours=hours))
    asked(1)
    # Asked again without answer yet: the answer is waited for since that day.
    again = Demande.objects.filter(first_answer_at__isnull=False)
    again.update(created_at=NOW - timedelta(days=9), reopened_at=NOW - timedelta(days=5))
    expected = None if median is None else timedelta(hours=median)
    assert relation_figures(NOW).median == expected


def test_a_request_offered_again_counts_once():
    first = asked(5, state=State.CLOSED, closed_because=ClosedBecause.REOFFERED)
    for one in first:
        asked(1, reoffered_from=one)
    assert relation_figures(NOW).total == 5


@pytest.mark.parametrize(("number", "shown"), [(4, None), (5, 5)])
def test_visits_held_only(number, shown):
    VisitFactory.create_batch(number, state=VisitState.HELD)
    VisitFactory.create_batch(6, state=VisitState.CANCELLED)
    VisitFactory.create_batch(6)
    assert relation_figures(NOW).visits_held == shown
