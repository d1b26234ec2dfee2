"""Who came, who did not, and what two absences mean: each rule at its edge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.visites import services
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.errors import NotHost, VisitOver
from ambassadeurs.visites.models import Booking
from ambassadeurs.visites.perms import can_approve
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import BookingFactory
from .test_services import HOUR, NOW, SECOND, START, visit_at

pytestmark = pytest.mark.django_db


def test_the_host_says_who_came_once_it_has_begun_and_may_correct():
    visit = visit_at()
    here, away = BookingFactory(visit=visit), BookingFactory(visit=visit)
    actor = visit.ambassadeur.user
    with pytest.raises(VisitOver):
        services.record_attendance(actor=actor, visit=visit, present={here.pk}, now=START - SECOND)
    services.record_attendance(actor=actor, visit=visit, present={here.pk}, now=START)
    assert set(visit.bookings.values_list("pk", "state")) == {
        (here.pk, BookingState.ATTENDED),
        (away.pk, BookingState.ABSENT),
    }
    services.record_attendance(actor=actor, visit=visit, present={here.pk, away.pk}, now=START)
    away.refresh_from_db()
    visit.refresh_from_db()
    assert (visit.state, away.state) == (VisitState.HELD, BookingState.ATTENDED)
    with pytest.raises(NotHost):
        services.record_attendance(actor=here.user, visit=visit, present=set(), now=START)


def test_a_visit_said_not_held_may_be_corrected_one_cancelled_in_time_may_not():
    visit = visit_at()
    here, gone = BookingFactory(visit=visit), BookingFactory(visit=visit)
    actor = visit.ambassadeur.user
    services.give_up(actor=gone.user, visit=visit, now=START - timedelta(days=2))
    services.record_attendance(actor=actor, visit=visit, present=set(), held=False, now=START)
    visit.refresh_from_db()
    here.refresh_from_db()
    assert (visit.state, here.state) == (VisitState.CANCELLED, BookingState.CANCELLED)
    present = {here.pk, gone.pk}
    services.record_attendance(actor=actor, visit=visit, present=present, now=START + HOUR)
    visit.refresh_from_db()
    assert visit.state == VisitState.HELD
    assert set(visit.bookings.values_list("pk", "state")) == {
        (here.pk, BookingState.ATTENDED),
        (gone.pk, BookingState.CANCELLED),
    }
    other = BookingFactory(visit=visit_at()).visit
    services.cancel_visit(actor=other.ambassadeur.user, visit=other, now=START - SECOND)
    with pytest.raises(VisitOver):
        services.record_attendance(
            actor=other.ambassadeur.user, visit=other, present=set(), now=START
        )


def test_who_gave_up_too_late_and_came_all_the_same_is_at_no_fault():
    booking = BookingFactory(visit=visit_at())
    guest, visit = booking.user, booking.visit
    services.give_up(actor=guest, visit=visit, now=START - HOUR)
    assert guest.bookings.faults_since(NOW).count() == 1
    services.book_visit(actor=guest, visit=visit, now=START - SECOND)
    actor = visit.ambassadeur.user
    services.record_attendance(actor=actor, visit=visit, present={booking.pk}, now=START)
    assert not guest.bookings.faults_since(NOW).exists()


def test_a_place_taken_again_and_given_up_again_does_not_undo_the_first_fault():
    booking = BookingFactory(visit=visit_at())
    guest, visit = booking.user, booking.visit
    services.give_up(actor=guest, visit=visit, now=START - HOUR)
    services.book_visit(actor=guest, visit=visit, now=START - HOUR / 2)
    services.give_up(actor=guest, visit=visit, now=START - SECOND)
    assert guest.bookings.faults_since(NOW).count() == 1


def test_nobody_is_at_fault_where_the_visit_did_not_take_place():
    booking = BookingFactory(visit=visit_at())
    guest, visit = booking.user, booking.visit
    BookingFactory(visit=visit)
    services.give_up(actor=guest, visit=visit, now=START - HOUR)
    host = visit.ambassadeur.user
    services.record_attendance(actor=host, visit=visit, present=set(), held=False, now=START)
    assert not guest.bookings.faults_since(NOW).exists()


def absent(user, start, **fields):
    state = fields.pop("state", BookingState.ABSENT)
    return BookingFactory(user=user, visit=visit_at(start), state=state, **fields)


def test_two_absences_in_six_months_ask_the_agency():
    guest = UserFactory()
    absent(guest, NOW - timedelta(days=183))
    absent(guest, NOW - timedelta(days=183, seconds=1))
    assert not services.needs_approval(guest, now=NOW)
    absent(guest, NOW - timedelta(days=5), state=BookingState.CANCELLED, cancelled_late=True)
    adviser, far = UserFactory(agence=True), UserFactory(agence_ailleurs=True)
    booking = services.book_visit(actor=guest, visit=visit_at(), now=NOW)
    assert (booking.state, booking.needs_approval) == (BookingState.REQUESTED, True)
    told = booking.visit.ambassadeur.user.notifications.get(kind="visites.new_visitor")
    assert "demande à venir" in told.title
    assert "L’agence locale ou l’équipe nationale doit encore donner son accord" in told.body
    assert adviser.notifications.get().url == "/visites/a-valider/"
    assert not far.notifications.exists()


def test_without_an_agency_the_national_team_is_asked_and_no_adviser_is_offered(client):
    guest, team = UserFactory(), UserFactory(equipe=True)
    absent(guest, NOW - timedelta(days=5))
    absent(guest, NOW - timedelta(days=6))
    visit = visit_at()
    services.book_visit(actor=guest, visit=visit, now=NOW)
    assert team.notifications.get(kind="visites.to_approve").url == "/visites/a-valider/"
    client.force_login(visit.host.user)
    offers = [client.get(f"/visites/proposer/?mandat={visit.host.pk}").text]
    UserFactory(agence=True)
    offers.append(client.get(f"/visites/proposer/?mandat={visit.host.pk}").text)
    assert ["un conseiller de l’agence" in one for one in offers] == [False, True]


def test_the_agency_of_the_territory_decides_and_a_refusal_frees_the_place():
    visit = visit_at(places=1)
    asked = BookingFactory(visit=visit, state=BookingState.REQUESTED, needs_approval=True)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    with pytest.raises(NotHost):
        services.decide_booking(
            actor=UserFactory(agence_ailleurs=True), booking=asked, accepted=True, now=NOW
        )
    agency = UserFactory(agence=True)
    services.decide_booking(actor=agency, booking=asked, accepted=False, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED
    with pytest.raises(VisitOver):
        services.decide_booking(actor=agency, booking=asked, accepted=True, now=NOW)


def test_approval_and_its_list_are_twins(person):
    booking = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    for role in ("membre", "agence", "agence_ailleurs", "exploitant", "collectivite", "equipe"):
        user = person(role)
        listed = Booking.objects.to_approve(user, timezone.now()).filter(pk=booking.pk).exists()
        assert listed is can_approve(user, booking) is (role in {"agence", "equipe"}), role


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        (True, "L’accord est donné : Rose viendra visiter"),
        (False, "L’accord n’a pas été donné à Rose."),
    ],
)
def test_the_host_learns_what_the_agency_decides(accepted, said):
    visit = visit_at(places=1)
    asked = BookingFactory(
        visit=visit,
        state=BookingState.REQUESTED,
        needs_approval=True,
        user__display_name="Rose",
    )
    agency = UserFactory(agence=True)
    services.decide_booking(actor=agency, booking=asked, accepted=accepted, now=NOW)
    told = visit.ambassadeur.user.notifications.get()
    assert said in told.body.replace("\u00a0", " ")
    assert ("ne viendra pas" in told.title) != accepted


def test_who_is_refused_is_not_said_booked():
    asked = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    services.decide_booking(actor=UserFactory(agence=True), booking=asked, accepted=False)
    body = next(mail.body for mail in sent_mails() if mail.to == [asked.user.email])
    assert "parce qu’une place à cette visite était demandée pour vous" in body
    assert "vous êtes inscrit" not in body
