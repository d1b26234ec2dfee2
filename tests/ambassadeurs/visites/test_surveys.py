"""Surveys, two and ninety days after, exactly at each edge, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from ambassadeurs.demandes.enums import ClockStep, State
from ambassadeurs.visites import notify as survey_tells
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Survey
from ambassadeurs.visites.services import record_attendance
from tests import clock
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory
from tests.mails import mail_of

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ANSWERED = datetime(2026, 9, 8, 10, 0, tzinfo=PARIS)
START = datetime(2026, 9, 12, 10, 0, tzinfo=PARIS)
END = START + timedelta(hours=1)
J2, J90 = ClockStep.SURVEY_J2, ClockStep.SURVEY_J90
# Winter time by then: the same hour of Paris.
END_J90 = datetime(2026, 12, 11, 11, 0, tzinfo=PARIS)


def tick(now):
    """What the clock of surveys did at `now`."""
    done = clock.tick(now, "visites")
    assert clock.FAILED not in done
    return {name: count for name, count in done.items() if name in {J2, J90}}


def answered(**fields):
    return DemandeFactory(
        state=State.ANSWERED, created_at=ANSWERED, first_answer_at=ANSWERED, **fields
    )


@pytest.mark.parametrize(("days", "step"), [(2, J2), (90, J90)])
def test_surveys_leave_at_2_and_90_days_to_both_parties(days, step):
    demande = answered()
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
    for person in (demande.requester, demande.ambassadeur.user):
        survey = Survey.objects.get(user=person, step=step)
        url = f"/enquetes/{survey.token}/"
        told = person.notifications.get(url=url)
        assert mail_of(told)
        # The name of the building may never have been sent.
        assert demande.copropriete.name not in told.title + told.body


def test_a_late_tick_sends_the_last_survey_only():
    answered()
    assert tick(ANSWERED + timedelta(days=120)) == {J90: 2}
    assert set(Survey.objects.values_list("step", flat=True)) == {J90}


def test_for_an_organisation_the_colleague_in_charge_answers():
    demande = answered(exploitant=True)
    demande.assigned_to = MembershipFactory(organisation=demande.organisation).user
    demande.save()
    tick(ANSWERED + timedelta(days=2))
    assert asked(J2) == sorted([demande.requester_id, demande.assigned_to_id])
    # A consent taken back: the operator is asked nothing more about this person.
    demande.consent_withdrawn_at = ANSWERED + 3 * DAY
    demande.save()
    tick(ANSWERED + 91 * DAY)
    assert asked(J90) == [demande.requester_id]


def test_a_survey_waits_for_the_visit_that_was_booked():
    demande = answered()
    visit = VisitFactory(starts_at=START, minutes=60, ambassadeur=demande.ambassadeur)
    booking = BookingFactory(visit=visit, user=demande.requester, demande=demande)
    assert J2 not in tick(ANSWERED + timedelta(days=3))
    booking.state, visit.state = BookingState.ATTENDED, VisitState.HELD
    booking.save()
    visit.save()
    at = START + timedelta(days=2, minutes=60)
    assert J2 not in tick(at - SECOND)
    assert tick(at)[J2] == 2


def test_a_host_who_says_nothing_does_not_keep_the_survey_for_ever():
    demande = answered()
    visit = VisitFactory(starts_at=START, minutes=60, ambassadeur=demande.ambassadeur)
    BookingFactory(visit=visit, user=demande.requester, demande=demande)
    at = START + timedelta(days=7, minutes=60)
    assert J2 not in tick(at - SECOND)
    assert tick(at)[J2] == 2


def held(**fields):
    """A visit that took place at START, for an hour."""
    fields = {"starts_at": START, "state": VisitState.HELD, "outcome_asked_at": END} | fields
    return VisitFactory(**fields)


def visitor(visit, state=BookingState.ATTENDED, **fields):
    return BookingFactory(visit=visit, state=state, **fields).user


def asked(step):
    return sorted(Survey.objects.filter(step=step).values_list("user", flat=True))


@pytest.mark.parametrize(("at", "step"), [(END + 2 * DAY, J2), (END_J90, J90)])
def test_a_visit_booked_outside_any_thread_asks_who_came_and_the_host_once(at, step):
    visit = held()
    came = [visitor(visit) for _ in range(8)]
    closed = visitor(visit, user__is_active=False)
    away = visitor(visit, BookingState.ABSENT)
    gave_up = visitor(visit, BookingState.CANCELLED)
    if step == J90:
        tick(END + 2 * DAY)
    assert tick(at - SECOND) == {}
    assert tick(at) == {step: 9}
    assert tick(at) == tick(at + SECOND) == {}
    assert asked(step) == sorted(user.pk for user in [*came, visit.ambassadeur.user])
    told = came[0].notifications.get(url=f"/enquetes/{came[0].surveys.get(step=step).token}/")
    assert mail_of(told)
    assert f"votre visite de « {visit.ambassadeur.copropriete.name} »" in told.body
    assert not any(user.notifications.exists() for user in (closed, away, gave_up))


def test_two_days_are_at_the_same_hour_on_a_clock_change_night():
    # Friday 23 October 2026 at 11:00, then Sunday 25 at 11:00 in winter time: 49 hours.
    visitor(held(starts_at=datetime(2026, 10, 23, 10, 0, tzinfo=PARIS)))
    at = datetime(2026, 10, 25, 11, 0, tzinfo=PARIS)
    assert tick(at - SECOND) == {}
    assert tick(at) == {J2: 2}


def test_a_late_tick_sends_the_last_survey_of_a_visit_only():
    visitor(held())
    assert tick(END_J90 + DAY) == {J90: 2}
    assert tick(END_J90 + 2 * DAY) == {}
    assert not Survey.objects.filter(step=J2).exists()


def test_nobody_is_asked_about_a_visit_where_nobody_came():
    visitor(held(state=VisitState.CANCELLED), BookingState.CANCELLED)
    visitor(held(), BookingState.ABSENT)
    # Its host has not said who came.
    silent = held(state=VisitState.PROPOSED)
    guest = visitor(silent, BookingState.CONFIRMED)
    assert tick(END + 10 * DAY) == {}
    present = {guest.bookings.get().pk}
    record_attendance(actor=silent.ambassadeur.user, visit=silent, present=present)
    assert tick(END + 10 * DAY) == {J2: 2}


def test_a_host_whose_account_is_closed_is_not_asked():
    visit = held(ambassadeur__user__is_active=False)
    guest = visitor(visit)
    assert tick(END + 2 * DAY) == {J2: 1}
    assert asked(J2) == [guest.pk]


def test_who_came_may_be_corrected_between_two_surveys():
    visit = held()
    came, away = visitor(visit), visitor(visit, BookingState.ABSENT)
    tick(END + 2 * DAY)
    present = {away.bookings.get().pk}
    record_attendance(actor=visit.ambassadeur.user, visit=visit, present=present)
    assert tick(END + 3 * DAY) == {}
    assert tick(END_J90) == {J90: 2}
    assert not came.surveys.filter(step=J90).exists()
    assert asked(J90) == sorted([away.pk, visit.ambassadeur.user_id])


def test_visitors_who_have_a_thread_are_asked_once_and_their_host_once():
    visit = held()
    for _ in range(3):
        demande = answered(ambassadeur=visit.ambassadeur)
        visitor(visit, user=demande.requester, demande=demande)
    for at, step in ((END + 2 * DAY, J2), (END_J90, J90)):
        assert tick(at) == {step: 4}
        assert tick(at + 10 * DAY) == {}
        assert len(asked(step)) == 4


def test_who_was_asked_for_the_thread_since_the_visit_is_not_asked_again():
    visit = held(state=VisitState.PROPOSED)
    demande = answered(ambassadeur=visit.ambassadeur)
    guest = visitor(visit, BookingState.CONFIRMED, user=demande.requester, demande=demande)
    # Its host says nothing for a week: the thread waits no more.
    assert tick(END + 7 * DAY) == {J2: 2}
    record_attendance(actor=visit.ambassadeur.user, visit=visit, present={guest.bookings.get().pk})
    assert tick(END + 8 * DAY) == {}
    assert tick(END_J90) == {J90: 2}


def test_a_survey_sent_before_the_visit_says_nothing_of_it():
    demande = answered()
    assert tick(ANSWERED + 2 * DAY) == {J2: 2}
    visitor(held(ambassadeur=demande.ambassadeur), user=demande.requester)
    assert tick(END + 2 * DAY) == {J2: 2}
    # The thread's is since the visit: the only one.
    assert tick(datetime(2026, 12, 7, 10, 0, tzinfo=PARIS)) == {J90: 2}
    assert tick(END_J90) == {}


def test_a_thread_opened_after_the_survey_of_a_visit_is_another_matter():
    visit = held()
    guest = visitor(visit)
    assert tick(END + 2 * DAY) == {J2: 2}
    demande = answered(ambassadeur=visit.ambassadeur, requester=guest)
    demande.created_at = demande.first_answer_at = END + 2 * DAY + SECOND
    demande.save()
    assert tick(END + 5 * DAY) == {J2: 2}


def test_one_survey_that_fails_stops_no_other(monkeypatch):
    visits = [held(), held()]
    for visit in visits:
        visitor(visit)

    def broken(survey):
        if survey.visit == visits[0]:
            raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(survey_tells, "ask", broken)
        assert clock.tick(END + 2 * DAY) == {J2: 2, clock.FAILED: 1}
    assert tick(END + 2 * DAY) == {J2: 2}


def test_a_survey_is_about_a_thread_or_a_visit_never_both():
    demande, visit = answered(), held()
    for about in ({}, {"demande": demande, "visit": visit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Survey.objects.create(user=demande.requester, step=J2, **about)
