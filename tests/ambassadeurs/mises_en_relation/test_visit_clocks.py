"""The clock of visits and surveys, exactly at each edge, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.mises_en_relation import clocks
from ambassadeurs.mises_en_relation.enums import BookingState, ClockStep, State, VisitState
from ambassadeurs.mises_en_relation.models import Survey
from ambassadeurs.mises_en_relation.services.surveys import answer_survey
from tests.communaute.comptes.factories import MembershipFactory

from .factories import MiseEnRelationFactory
from .factories_visits import BookingFactory, SurveyFactory, VisitFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)
START = datetime(2026, 9, 12, 10, 0, tzinfo=PARIS)
ANSWERED = datetime(2026, 9, 8, 10, 0, tzinfo=PARIS)
SURVEYS = (ClockStep.SURVEY_J2, ClockStep.SURVEY_J90)


def tick(now):
    done = clocks.run(now)
    assert clocks.FAILED not in done
    return done


def test_reminders_leave_48_hours_before_once_without_the_place():
    visit = VisitFactory(starts_at=START, places=1)
    booking = BookingFactory(visit=visit)
    BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    at = START - timedelta(hours=48)
    assert tick(at - SECOND) == {}
    assert tick(at) == {"visit_reminders": 1, "host_reminders": 1}
    assert tick(at) == {}
    told = booking.user.notifications.get()
    assert told.title == "Rappel : votre visite a lieu samedi 12 septembre à 10 h"
    assert "portail" not in told.title + told.body
    assert visit.ambassadeur.user.notifications.count() == 1


def test_48_hours_are_elapsed_hours_on_a_clock_change_night():
    # Sunday 25 October 2026, 10:00 in winter time: two days before is Friday 11:00.
    start = datetime(2026, 10, 25, 10, 0, tzinfo=PARIS)
    BookingFactory(visit=VisitFactory(starts_at=start))
    at = datetime(2026, 10, 23, 11, 0, tzinfo=PARIS)
    assert tick(at - SECOND) == {}
    assert tick(at)["visit_reminders"] == 1


def test_no_reminder_once_begun_or_cancelled():
    BookingFactory(visit=VisitFactory(starts_at=START))
    BookingFactory(
        visit=VisitFactory(starts_at=START + timedelta(hours=9), state=VisitState.CANCELLED)
    )
    assert "visit_reminders" not in tick(START)


def test_the_host_is_asked_who_came_when_it_ends():
    booking = BookingFactory(visit=VisitFactory(starts_at=START, minutes=45))
    end = START + timedelta(minutes=45)
    assert tick(end - SECOND) == {}
    assert tick(end) == {"outcomes_asked": 1}
    assert tick(end) == {}
    host = booking.visit.ambassadeur.user
    assert host.notifications.get().title == "Votre visite a-t-elle eu lieu ?"


@pytest.mark.parametrize("state", VisitState)
def test_meeting_points_are_erased_seven_days_after(state):
    visit = VisitFactory(starts_at=START, minutes=60, state=state)
    at = START + timedelta(days=7, minutes=60)
    tick(at - SECOND)
    visit.refresh_from_db()
    assert visit.meeting_point
    assert tick(at) == {"places_erased": 1}
    visit.refresh_from_db()
    assert visit.meeting_point == ""
    assert tick(at) == {}


def test_visits_of_a_host_who_left_are_cancelled_and_told():
    visit = VisitFactory(starts_at=START, ambassadeur__status=AmbassadeurStatus.WITHDRAWN)
    booking = BookingFactory(visit=visit)
    assert tick(START - timedelta(days=5)) == {"visits_cancelled": 1}
    assert "est annulée" in booking.user.notifications.get().title
    assert tick(START - timedelta(days=5)) == {}


def test_the_place_of_a_closed_account_goes_to_the_waiting_list():
    visit = VisitFactory(starts_at=START, places=1)
    BookingFactory(visit=visit).user.delete()
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    assert tick(START - timedelta(days=5)) == {"places_given": 1}
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED
    assert tick(START - timedelta(days=5)) == {}


def answered(**fields):
    return MiseEnRelationFactory(
        state=State.ANSWERED, created_at=ANSWERED, first_answer_at=ANSWERED, **fields
    )


@pytest.mark.parametrize(("days", "step"), [(2, SURVEYS[0]), (90, SURVEYS[1])])
def test_surveys_leave_at_2_and_90_days_to_both_parties(days, step):
    mise = answered()
    at = ANSWERED + timedelta(days=days)
    if days == 90:
        # Winter time by then: the same hour of Paris.
        at = datetime(2026, 12, 7, 10, 0, tzinfo=PARIS)
        tick(ANSWERED + timedelta(days=2))
    before = Survey.objects.count()
    assert tick(at - SECOND) == {}
    assert tick(at) == {step: 2}
    assert tick(at) == {}
    assert Survey.objects.count() == before + 2
    for person in (mise.requester, mise.ambassadeur.user):
        survey = Survey.objects.get(user=person, step=step)
        url = f"/enquetes/{survey.token}/"
        told = person.notifications.get(url=url, mail="notification")
        # The name of the building may never have been sent.
        assert mise.copropriete.name not in told.title + told.body


def test_a_late_tick_sends_the_last_survey_only():
    answered()
    assert tick(ANSWERED + timedelta(days=120)) == {SURVEYS[1]: 2}
    assert set(Survey.objects.values_list("step", flat=True)) == {SURVEYS[1]}


def test_for_an_organisation_the_colleague_in_charge_answers():
    mise = answered(exploitant=True)
    mise.assigned_to = MembershipFactory(organisation=mise.organisation).user
    mise.save()
    tick(ANSWERED + timedelta(days=2))
    assert {survey.user for survey in Survey.objects.all()} == {mise.requester, mise.assigned_to}


def test_a_survey_waits_for_the_visit_that_was_booked():
    mise = answered()
    visit = VisitFactory(starts_at=START, minutes=60, ambassadeur=mise.ambassadeur)
    booking = BookingFactory(visit=visit, user=mise.requester, mise_en_relation=mise)
    assert SURVEYS[0] not in tick(ANSWERED + timedelta(days=3))
    booking.state, visit.state = BookingState.ATTENDED, VisitState.HELD
    booking.save()
    visit.save()
    at = START + timedelta(days=2, minutes=60)
    assert SURVEYS[0] not in tick(at - SECOND)
    assert tick(at)[SURVEYS[0]] == 2


def test_a_host_who_says_nothing_does_not_keep_the_survey_for_ever():
    mise = answered()
    visit = VisitFactory(starts_at=START, minutes=60, ambassadeur=mise.ambassadeur)
    BookingFactory(visit=visit, user=mise.requester, mise_en_relation=mise)
    at = START + timedelta(days=7, minutes=60)
    assert SURVEYS[0] not in tick(at - SECOND)
    assert tick(at)[SURVEYS[0]] == 2


def test_an_answer_is_stored_once():
    survey = SurveyFactory()
    assert answer_survey(survey=survey, helpful=True, stage="vote", comment=" Merci ")
    assert not answer_survey(survey=survey, helpful=False, stage="idee")
    survey.refresh_from_db()
    assert (survey.helpful, survey.stage, survey.comment) == (True, "vote", "Merci")
