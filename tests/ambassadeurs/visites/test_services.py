"""Slots, places, waiting list, absences: each rule at its edge."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadeurs.demandes.enums import ClockStep, Purpose, State
from ambassadeurs.demandes.models import ClockEvent, Demande
from ambassadeurs.visites import services
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.errors import BookingRefused, NotHost, SlotRefused, VisitOver
from ambassadeurs.visites.models import Booking, Visit
from ambassadeurs.visites.perms import can_see_place
from tests.ambassadeurs.coproprietes.factories import HIDDEN_TRAITS, AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import stop, tick
from tests.communaute.comptes.factories import UserFactory
from tests.mails import mail_of, sent_mails

from . import acts
from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=PARIS)
START = datetime(2026, 9, 12, 10, 0, tzinfo=PARIS)
change = partial(acts.change, now=NOW)


def host(**fields):
    return AmbassadeurFactory(max_visits_per_month=fields.pop("max_visits_per_month", 5), **fields)


def open_visit(ambassadeur, **fields):
    slot = {"starts_at": START, "minutes": 60, "places": 4, "now": NOW} | fields
    return services.open_visit(actor=ambassadeur.user, ambassadeur=ambassadeur, **slot)


def visit_at(start=START, **fields):
    return VisitFactory(starts_at=start, **fields)


def test_opening_a_slot_says_that_one_takes_visits():
    ambassadeur = host()
    visit = open_visit(ambassadeur, meeting_point=" Porte B ")
    assert (visit.state, visit.meeting_point) == (VisitState.PROPOSED, "Porte B")
    ambassadeur.refresh_from_db()
    assert ambassadeur.takes_visits


def test_opening_a_slot_tells_who_asked_for_a_visit_and_has_no_place_yet():
    ambassadeur = host()
    asked = DemandeFactory(ambassadeur=ambassadeur, purpose=Purpose.VISITE).requester
    DemandeFactory(ambassadeur=ambassadeur, purpose=Purpose.VISITE, requester=asked)
    others = [
        DemandeFactory(ambassadeur=ambassadeur).requester,
        DemandeFactory(
            ambassadeur=ambassadeur, purpose=Purpose.VISITE, state=State.CLOSED
        ).requester,
        DemandeFactory(ambassadeur=ambassadeur, purpose=Purpose.VISITE).requester,
    ]
    BookingFactory(user=others[-1], visit=visit_at(NOW + HOUR, ambassadeur=ambassadeur))
    visit = open_visit(ambassadeur, meeting_point="Rue Cachée")
    told = asked.notifications.get()
    assert told.url == visit.get_absolute_url()
    assert mail_of(told)
    assert "samedi 12 septembre à 10\u00a0h" in told.body
    assert "Cachée" not in told.title + told.body
    assert not any(person.notifications.exists() for person in others)


def test_a_date_answers_the_requests_for_a_visit_and_stops_their_clock():
    ambassadeur = host(unanswered_in_a_row=1)
    asked = {"ambassadeur": ambassadeur, "created_at": NOW - timedelta(hours=30)}
    visit, question = (
        DemandeFactory(purpose=purpose, **asked) for purpose in (Purpose.VISITE, Purpose.QUESTION)
    )
    early = NOW - timedelta(days=1)
    known = DemandeFactory(
        purpose=Purpose.VISITE, state=State.ANSWERED, first_answer_at=early, **asked
    )
    open_visit(ambassadeur)
    found = dict(Demande.objects.values_list("pk", "first_answer_at"))
    assert found == {visit.pk: NOW, question.pk: None, known.pk: early}
    visit.refresh_from_db()
    assert (visit.state, visit.last_act_at) == (State.ANSWERED, NOW)
    ambassadeur.refresh_from_db()
    # Of 30 hours, and of the 6 of the one known.
    measured = (ambassadeur.median_answer_hours, ambassadeur.answered_count)
    assert (*measured, ambassadeur.unanswered_in_a_row) == (18, 1, 0)
    tick(NOW + timedelta(days=14))
    done = set(ClockEvent.objects.values_list("demande", "step"))
    assert (question.pk, ClockStep.REOFFER) in done
    assert (visit.pk, ClockStep.REOFFER) not in done


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": 14},
        {"minutes": 121},
        {"places": 0},
        {"places": 9},
        {"starts_at": NOW},
        {"starts_at": NOW + 2 * HOUR - SECOND},
        {"starts_at": NOW + timedelta(days=183, seconds=1)},
    ],
)
def test_a_slot_beyond_a_limit_is_refused(fields):
    with pytest.raises(SlotRefused):
        open_visit(host(), **fields)
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": 15},
        {"minutes": 120},
        {"places": 8},
        {"starts_at": NOW + 2 * HOUR},
        {"starts_at": NOW + timedelta(days=183)},
    ],
)
def test_a_slot_on_the_limit_is_accepted(fields):
    assert open_visit(host(), **fields).pk


@pytest.mark.parametrize("trait", HIDDEN_TRAITS)
def test_only_public_ambassadors_host(trait):
    now = timezone.now()
    with pytest.raises(NotHost):
        open_visit(host(**{trait: True}), now=now, starts_at=now + HOUR)


def test_nobody_hosts_while_on_pause_or_for_somebody_else():
    with pytest.raises(NotHost):
        open_visit(host(paused_until=timezone.localdate()))
    with pytest.raises(NotHost):
        services.open_visit(
            actor=UserFactory(), ambassadeur=host(), starts_at=START, minutes=60, places=2, now=NOW
        )


def test_a_month_of_paris_holds_what_the_host_chose():
    ambassadeur = host(max_visits_per_month=1)
    open_visit(ambassadeur)
    with pytest.raises(SlotRefused):
        open_visit(ambassadeur, starts_at=datetime(2026, 9, 30, 23, 59, tzinfo=PARIS))
    assert open_visit(ambassadeur, starts_at=datetime(2026, 10, 1, 0, 0, tzinfo=PARIS)).pk


def test_a_cancelled_visit_frees_the_month():
    ambassadeur = host(max_visits_per_month=1)
    visit = open_visit(ambassadeur)
    services.cancel_visit(actor=ambassadeur.user, visit=visit, now=NOW)
    assert open_visit(ambassadeur).pk


def test_two_visits_at_the_same_time_are_refused():
    ambassadeur = host()
    open_visit(ambassadeur)
    with pytest.raises(SlotRefused):
        open_visit(ambassadeur, starts_at=START + 59 * timedelta(minutes=1))
    assert open_visit(ambassadeur, starts_at=START + HOUR).pk


def test_the_last_place_then_the_waiting_list(monkeypatch):
    stop(monkeypatch, NOW)
    visit = visit_at(places=1)
    first = services.book_visit(actor=UserFactory(), visit=visit, now=NOW)
    second = services.book_visit(actor=UserFactory(), visit=visit, now=NOW)
    assert (first.state, second.state) == (BookingState.CONFIRMED, BookingState.WAITING_LIST)
    titles = list(second.user.notifications.values_list("title", flat=True))
    assert titles == [f"Vous êtes sur la liste d’attente de « {visit.ambassadeur.copropriete} »"]
    [mail] = [one for one in sent_mails() if one.to == [second.user.email]]
    assert "parce que vous êtes sur la liste d’attente de cette visite" in mail.body


def test_booking_twice_is_once_and_one_s_own_is_refused():
    visit = visit_at()
    guest = UserFactory()
    one = services.book_visit(actor=guest, visit=visit, now=NOW)
    assert services.book_visit(actor=guest, visit=visit, now=NOW) == one
    assert guest.notifications.count() == 1
    with pytest.raises(BookingRefused):
        services.book_visit(actor=visit.ambassadeur.user, visit=visit, now=NOW)


def test_nobody_books_a_visit_begun_cancelled_or_of_a_withdrawn_host():
    for visit, now in (
        (visit_at(), START),
        (visit_at(state=VisitState.CANCELLED), NOW),
        (visit_at(ambassadeur=AmbassadeurFactory(withdrawn=True)), NOW),
    ):
        with pytest.raises(VisitOver):
            services.book_visit(actor=UserFactory(), visit=visit, now=now)
    assert services.book_visit(actor=UserFactory(), visit=visit_at(), now=START - SECOND).pk


def test_a_booking_joins_the_open_conversation():
    visit = visit_at()
    demande = DemandeFactory(ambassadeur=visit.ambassadeur)
    booking = services.book_visit(actor=demande.requester, visit=visit, now=NOW)
    assert booking.demande == demande


def test_giving_up_promotes_the_first_of_the_waiting_list():
    visit = visit_at(places=1)
    held = services.book_visit(actor=UserFactory(), visit=visit, now=NOW)
    early = services.book_visit(actor=UserFactory(), visit=visit, now=NOW + SECOND)
    late = services.book_visit(actor=UserFactory(), visit=visit, now=NOW + 2 * SECOND)
    services.give_up(actor=held.user, visit=visit, now=NOW + HOUR)
    states = {b.pk: b.state for b in Booking.objects.all()}
    assert states == {
        held.pk: BookingState.CANCELLED,
        early.pk: BookingState.CONFIRMED,
        late.pk: BookingState.WAITING_LIST,
    }
    told = visit.ambassadeur.user.notifications.latest("pk")
    assert f"Sa place va à {early.user.public_name}" in told.body
    promoted = early.user.notifications.latest("pk")
    assert promoted.title.startswith("Une place est pour vous")
    assert mail_of(promoted)
    assert "portail" not in promoted.body
    assert late.user.notifications.count() == 1


@pytest.mark.parametrize(("before", "late"), [(0, False), (1, True)])
def test_giving_up_is_without_fault_until_24_hours_before(before, late):
    booking = BookingFactory(visit=visit_at())
    now = START - timedelta(hours=24) + before * SECOND
    assert services.give_up(actor=booking.user, visit=booking.visit, now=now).cancelled_late is late


@pytest.mark.parametrize(("seconds", "late"), [(0, True), (1, False)])
def test_a_place_had_less_than_24_hours_before_is_given_up_without_fault(seconds, late):
    visit = visit_at(places=1)
    first = services.book_visit(actor=UserFactory(), visit=visit, now=NOW)
    waiting = services.book_visit(actor=UserFactory(), visit=visit, now=NOW)
    services.give_up(
        actor=first.user, visit=visit, now=START - timedelta(hours=24) + seconds * SECOND
    )
    left = services.give_up(actor=waiting.user, visit=visit, now=START - HOUR)
    assert left.cancelled_late is late


def test_leaving_the_waiting_list_is_never_a_fault():
    booking = BookingFactory(visit=visit_at(), state=BookingState.WAITING_LIST)
    assert not services.give_up(
        actor=booking.user, visit=booking.visit, now=START - HOUR
    ).cancelled_late


def test_somebody_without_a_place_cannot_give_it_up():
    with pytest.raises(BookingRefused):
        services.give_up(actor=UserFactory(), visit=visit_at(), now=NOW)


def test_cancelling_tells_everybody_once_and_moves_the_calendar():
    visit = visit_at(places=1)
    held = BookingFactory(visit=visit)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    actor = visit.ambassadeur.user
    services.cancel_visit(actor=actor, visit=visit, note="Je suis malade.", now=NOW)
    services.cancel_visit(actor=actor, visit=visit, now=NOW)
    visit.refresh_from_db()
    assert (visit.state, visit.sequence) == (VisitState.CANCELLED, 1)
    for booking in (held, waiting):
        assert booking.user.notifications.get().body.startswith("« Je suis malade. »")
        booking.refresh_from_db()
        assert (booking.state, booking.cancelled_late) == (BookingState.CANCELLED, False)
    with pytest.raises(NotHost):
        services.cancel_visit(actor=held.user, visit=visit_at(), now=NOW)


def test_a_new_time_is_told_a_new_place_is_not():
    booking = BookingFactory(visit=visit_at(), reminded_at=NOW)
    change(booking.visit, meeting_point="Rue Cachée")
    assert not booking.user.notifications.exists()
    moved = change(booking.visit, starts_at=START + timedelta(days=1))
    booking.refresh_from_db()
    assert (moved.sequence, booking.reminded_at) == (2, None)
    told = booking.user.notifications.get()
    assert "passe au dimanche 13 septembre" in told.title
    assert "Cachée" not in told.title + told.body


@pytest.mark.parametrize(("seconds", "told"), [(-1, 0), (0, 1)])
def test_once_the_place_is_shown_another_one_is_told_without_saying_which(seconds, told):
    booking = BookingFactory(visit=visit_at())
    now = START - timedelta(hours=24) + seconds * SECOND
    change(booking.visit, meeting_point="Rue Cachée", now=now)
    assert booking.user.notifications.count() == told
    change(booking.visit, meeting_point="Rue Cachée", language="anglais", now=now)
    assert booking.user.notifications.count() == told
    for said in booking.user.notifications.all():
        assert "Le lieu de rendez-vous n’est plus le même" in said.body
        assert "Cachée" not in said.title + said.body


def test_the_agency_of_the_place_is_told_each_time_its_adviser_is_concerned():
    near, far = UserFactory(agence=True), UserFactory(agence_ailleurs=True)
    ambassadeur = host()
    visit = open_visit(ambassadeur, meeting_point="Rue Cachée")
    visit = change(visit, adviser_invited=True)
    visit = change(visit, places=3)
    visit = change(visit, starts_at=START + HOUR)
    visit = change(visit, adviser_invited=False)
    services.cancel_visit(actor=ambassadeur.user, visit=visit, now=NOW)
    visit = open_visit(ambassadeur, adviser_invited=True)
    services.cancel_visit(actor=ambassadeur.user, visit=visit, now=NOW)
    told, moved = list(near.notifications.order_by("pk")), "samedi 12 septembre à 11\u00a0h"
    assert [one.title for one in told] == [
        "Un conseiller de votre agence est invité à une visite, à Grenoble",
        f"La visite où un conseiller est invité passe au {moved}, à Grenoble",
        "Une visite ne compte plus sur votre conseiller, à Grenoble",
        "Un conseiller de votre agence est invité à une visite, à Grenoble",
        "La visite où un conseiller est invité est annulée, à Grenoble",
    ]
    assert f"{ambassadeur.first_name} reçoit samedi 12 septembre à 11\u00a0h" in told[1].body
    assert all(mail_of(one) for one in told)
    assert (told[-2].url, told[-1].url) == (visit.get_absolute_url(), "/agence/")
    assert not [one for one in told if "Cachée" in one.title + one.body]
    assert not far.notifications.exists()


def test_a_new_time_soon_is_its_own_reminder():
    booking = BookingFactory(visit=visit_at())
    change(booking.visit, starts_at=START - HOUR, now=START - 3 * HOUR)
    booking.refresh_from_db()
    assert booking.reminded_at == START - 3 * HOUR
    left = services.give_up(actor=booking.user, visit=booking.visit, now=START - 2 * HOUR)
    assert not left.cancelled_late


def test_more_places_are_for_the_waiting_list_fewer_never_drop_anybody():
    visit = visit_at(places=2)
    BookingFactory.create_batch(2, visit=visit)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    with pytest.raises(SlotRefused):
        change(visit, places=1)
    change(visit, places=3)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED


def test_the_meeting_point_is_for_confirmed_people_from_24_hours_before():
    visit = visit_at()
    opens = START - timedelta(hours=24)
    confirmed = BookingFactory(visit=visit)
    assert not can_see_place(confirmed.user, visit, confirmed, opens - SECOND)
    assert can_see_place(confirmed.user, visit, confirmed, opens)
    for state in (BookingState.REQUESTED, BookingState.WAITING_LIST, BookingState.CANCELLED):
        other = BookingFactory(visit=visit, state=state)
        assert not can_see_place(other.user, visit, other, opens)
    assert not can_see_place(UserFactory(), visit, None, opens)
    assert can_see_place(visit.ambassadeur.user, visit, None, NOW)


def test_a_visit_that_stands_is_changed_whatever_its_host_accepts_since():
    """Its hour and its meeting point have to be told; nothing more than before is opened."""
    ambassadeur = host()
    visit = open_visit(ambassadeur, places=2)
    open_visit(ambassadeur, starts_at=START + 5 * HOUR)
    type(ambassadeur).objects.update(max_visitors=1, max_visits_per_month=1)
    assert change(visit, starts_at=START + HOUR).places == 2
    october = datetime(2026, 10, 1, 10, 0, tzinfo=PARIS)
    visit_at(october + 4 * HOUR, ambassadeur=ambassadeur)
    for more in ({"places": 3}, {"starts_at": october}):
        with pytest.raises(SlotRefused):
            change(visit, **more)
