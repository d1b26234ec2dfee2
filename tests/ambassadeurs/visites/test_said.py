"""What is said of a visit is true: to who books late, and when nobody is there to be told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.demandes.enums import Purpose
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.services import book_visit, cancel_visit, decide_booking, give_up
from communaute.notifications.catalogue import kind_of
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.notifications.outbox import drain
from communaute.notifications.outbox.pending import is_worth_sending
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.asking import ask, asker
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import BookingFactory, VisitFactory
from .test_services import HOUR, NOW, host, open_visit
from .test_views import page, slot, url

pytestmark = pytest.mark.django_db


def test_what_the_agency_never_decided_is_said_once_the_visit_began(client):
    visit = VisitFactory(starts_at=timezone.now() - timedelta(days=1))
    place = BookingFactory(visit=visit, state=BookingState.REQUESTED, needs_approval=True)
    for person, address in ((visit.host.user, visit.get_absolute_url()), (place.user, "/visites/")):
        client.force_login(person)
        shown = page(client, address)
        assert "Sans accord avant la visite" in shown
        assert "accord est attendu" not in shown
        assert "Demandée" not in shown
        if person == visit.host.user:
            assert "Personne n’est inscrit, 1 sans accord</h2>" in shown
    # Signed in as who asked for the place.
    said = "L’accord n’a pas été donné avant la visite"
    assert said in page(client, visit.get_absolute_url())


def test_who_waited_for_a_place_that_never_came_reads_it_once_the_visit_began(client):
    visit = VisitFactory(starts_at=timezone.now() - timedelta(days=1))
    place = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    client.force_login(visit.host.user)
    assert "Restée sur la liste d’attente" in page(client, visit.get_absolute_url())
    client.force_login(place.user)
    for address in ("/visites/", visit.get_absolute_url()):
        assert "Aucune place ne s’est libérée" in page(client, address)


@pytest.mark.parametrize(("hours", "is_past"), [(23, True), (25, False)])
def test_what_is_past_is_not_announced(client, hours, is_past):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(hours=hours))
    person = UserFactory()
    book_visit(actor=person, visit=visit)
    (body,) = [mail.body for mail in sent_mails() if mail.to == [person.email]]
    (line,) = person.notifications.values_list("body", flat=True)
    for text in (" ".join(body.split()), line):
        assert ("24 heures avant" not in text) == is_past
        assert ("Le lieu de rendez-vous s’affiche sur la page" in text) == is_past
    client.force_login(UserFactory())
    shown = page(client, visit.get_absolute_url())
    assert ("L’adresse s’affiche ici pour les personnes inscrites" in shown) == is_past


def test_a_place_that_nobody_gave_yet_is_not_promised_for_an_hour(client):
    visit, person = VisitFactory(meeting_point=""), UserFactory()
    book_visit(actor=person, visit=visit)
    (body,) = [mail.body for mail in sent_mails() if mail.to == [person.email]]
    assert "n’a pas encore indiqué le lieu de rendez-vous" in body
    assert "vous est envoyé" not in body
    client.force_login(person)
    shown = page(client, visit.get_absolute_url())
    assert "n’a pas encore indiqué l’adresse. Une fois indiquée" in shown


@pytest.mark.parametrize(
    ("hours", "reminded_before", "said"),
    [
        (20, 48, "heures de la visite, cela compte comme une absence"),
        (20, 20, "cela ne compte pas comme une absence"),
        (30, 48, "Annulation sans conséquence jusqu’au"),
    ],
)
def test_who_may_no_longer_come_reads_one_sentence_true_now(client, hours, reminded_before, said):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(hours=hours))
    reminded_at = visit.starts_at - timedelta(hours=reminded_before)
    client.force_login(BookingFactory(visit=visit, reminded_at=reminded_at).user)
    text = page(client, visit.get_absolute_url())
    assert said in text
    assert "Prévenez si" not in text
    assert ("sans conséquence" in text) == (hours > 24)


def test_a_place_that_a_neighbour_took_is_never_given_up_too_late(client):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(hours=20))
    reminded_at = visit.starts_at - timedelta(hours=48)
    taken = BookingFactory(
        visit=visit, reminded_at=reminded_at, taken_with=BookingFactory(visit=visit)
    )
    client.force_login(taken.user)
    assert "cela ne compte pas comme une absence" in page(client, visit.get_absolute_url())
    assert not give_up(actor=taken.user, visit=visit).cancelled_late


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "La visite est annulée."),
        (BookingState.CANCELLED, "La visite est annulée."),
        (BookingState.WAITING_LIST, "La visite est annulée, les inscrits sont prévenus."),
    ],
)
def test_nobody_is_said_to_be_told_when_nobody_was_to_come(client, state, words):
    visit = VisitFactory()
    if state:
        BookingFactory(visit=visit, state=state)
    client.force_login(visit.host.user)
    path = f"{visit.get_absolute_url()}annuler/"
    assert words in client.post(path, {"note": ""}, follow=True).text


@pytest.mark.parametrize("asked", [True, False])
def test_who_asked_for_a_date_is_said_to_be_told_if_there_is_one(client, asked):
    mandate = AmbassadeurFactory()
    DemandeFactory(ambassadeur=mandate, **({"purpose": Purpose.VISITE} if asked else {}))
    client.force_login(mandate.user)
    text = client.post("/visites/proposer/", slot(), follow=True).text
    assert "Votre visite est proposée." in text
    assert ("Les personnes qui vous en ont demandé une sont prévenues." in text) == asked


def free(visit):
    give_up(actor=visit.bookings.holding_a_place().first().user, visit=visit)


def leave_and_come_back(visit):
    person = visit.bookings.holding_a_place().first().user
    give_up(actor=person, visit=visit)
    book_visit(actor=person, visit=visit)


def cancel(visit):
    cancel_visit(actor=visit.host.user, visit=visit)


def approve(visit):
    place = visit.bookings.get(state=BookingState.REQUESTED)
    decide_booking(actor=UserFactory(agence=True), booking=place, accepted=True)


def wait_in_vain(visit):
    give_up(actor=visit.bookings.get(state=BookingState.WAITING_LIST).user, visit=visit)


def book(visit):
    book_visit(actor=UserFactory(), visit=visit)


def book_after_absences(visit):
    UserFactory(agence=True)
    person = UserFactory()
    BookingFactory.create_batch(2, user=person, state=BookingState.ABSENT)
    book_visit(actor=person, visit=visit)


def promote(visit):
    book(visit)
    book(visit)
    free(visit)


def wait(visit):
    book(visit)
    book(visit)


def book_and_free(visit):
    book(visit)
    drain()
    free(visit)


def ask_and_approve(visit):
    book_after_absences(visit)
    approve(visit)


@pytest.mark.parametrize(
    ("kind", "before", "meanwhile"),
    [
        ("new_visitor", book, free),
        ("new_visitor", book, cancel),
        ("waiting", wait, free),
        ("waiting", wait, wait_in_vain),
        ("waiting", wait, cancel),
        ("promoted", promote, free),
        ("promoted", promote, cancel),
        ("to_approve", book_after_absences, approve),
        ("to_approve", book_after_absences, free),
        ("approved", ask_and_approve, free),
        ("given_up", book_and_free, cancel),
    ],
)
def test_what_waits_for_the_morning_leaves_only_while_it_is_true(kind, before, meanwhile):
    visit = VisitFactory(places=1)
    before(visit)
    mail = Mail.objects.filter(kind=f"visites.{kind}").latest("pk")
    assert is_worth_sending(mail, kind_of(mail.kind))
    meanwhile(visit)
    assert not is_worth_sending(mail, kind_of(mail.kind))


def test_the_host_is_not_told_of_who_left_and_came_back():
    visit = VisitFactory(places=1)
    book(visit)
    leave_and_come_back(visit)
    mail = Mail.objects.get(kind="visites.given_up")
    assert not is_worth_sending(mail, kind_of(mail.kind))


@pytest.mark.parametrize("is_told", [True, False])
def test_the_host_is_told_that_somebody_will_not_come_when_told_that_they_would(is_told):
    visit = VisitFactory(places=2)
    book(visit)
    if is_told:
        drain()
    free(visit)
    subjects = [mail.subject for mail in sent_mails() if mail.to == [visit.host.user.email]]
    assert len([one for one in subjects if "ne viendra pas" in one]) == is_told
    assert len(subjects) == 2 * is_told


def test_the_host_whose_mail_was_leaving_at_that_very_moment_is_told():
    visit = VisitFactory(places=2)
    book(visit)
    first = Mail.objects.get(kind="visites.new_visitor")
    free(visit)
    last = Mail.objects.get(kind="visites.given_up")
    assert not is_worth_sending(last, kind_of(last.kind))
    Mail.objects.filter(pk=first.pk).update(state=MailState.SENT, ended_at=timezone.now())
    assert is_worth_sending(last, kind_of(last.kind))


def test_the_host_is_told_who_comes_instead_of_who_was_never_told():
    visit = VisitFactory(places=1)
    book(visit)
    book(visit)
    free(visit)
    assert [mail for mail in sent_mails() if "Sa place va à" in mail.body]


@pytest.mark.parametrize(
    ("hours", "fields", "pages", "said"),
    [
        (24, {"state": "annule"}, ("annuler", "modifier"), "Cette visite est annulée."),
        (-24, {"state": "annule"}, ("presences",), "Cette visite a été annulée."),
        (-1, {}, ("annuler", "modifier"), "Cette visite a déjà commencé, ou elle est passée."),
        (24, {}, ("presences",), "La visite n’a pas encore commencé"),
    ],
)
def test_the_form_of_what_is_no_longer_possible_says_so_and_leads_back(
    client, hours, fields, pages, said
):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(hours=hours), **fields)
    client.force_login(visit.host.user)
    for name in pages:
        page = client.get(f"{visit.get_absolute_url()}{name}/", follow=True)
        assert page.redirect_chain == [(visit.get_absolute_url(), 302)]
        assert said in page.text


@pytest.mark.parametrize(
    ("taken", "waiting", "words"),
    [
        (0, 0, "Personne n’est inscrit\u00a0: rien ne sera envoyé."),
        (1, 0, "1 personne est inscrite. Un courriel partira aussitôt."),
        (2, 1, "2 personnes sont inscrites, 1 attend une place. Un courriel partira aussitôt."),
        (2, 3, "2 personnes sont inscrites, 3 attendent une place. Un courriel partira aussitôt."),
    ],
)
def test_who_cancels_reads_how_many_come_and_how_many_wait(client, taken, waiting, words):
    visit = VisitFactory()
    BookingFactory.create_batch(taken, visit=visit)
    BookingFactory.create_batch(waiting, visit=visit, state=BookingState.WAITING_LIST)
    client.force_login(visit.host.user)
    assert words in page(client, f"{visit.get_absolute_url()}annuler/")


def test_who_waited_gives_no_place_back(client):
    visit = VisitFactory(places=1)
    BookingFactory(visit=visit)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    client.force_login(waiting.user)
    said = client.post(f"{visit.get_absolute_url()}renoncer/", follow=True).text
    assert "votre place est rendue" not in said
    assert "ni en attente" in said


def test_a_date_is_read_as_the_answer_on_both_sides(client, monkeypatch):
    stop(monkeypatch, NOW - HOUR)
    ambassadeur = host(takes_visits=True)
    user, building = asker()
    demande = ask(user, building, ambassadeur=ambassadeur, purpose=Purpose.VISITE)
    stop(monkeypatch, NOW)
    open_visit(ambassadeur)
    for person, said in (
        (user, "a proposé une date de visite. Elle ne vous va pas"),
        (ambassadeur.user, "Le mardi 1er septembre, vous avez proposé une date"),
    ):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert said in client.get(demande.get_absolute_url()).context["next_step"]


def test_the_host_reads_how_many_places_are_taken_and_who_waits_apart(client):
    visit = VisitFactory(places=2)
    client.force_login(visit.author)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    said = "Personne n’est encore inscrit, 1 sur la liste d’attente</h2>"
    assert said in page(client, url(visit))
    BookingFactory(visit=visit, state=BookingState.REQUESTED)
    BookingFactory(visit=visit)
    assert "2 inscriptions, 1 sur la liste d’attente</h2>" in page(client, url(visit))
    waiting.delete()
    assert "2 inscriptions</h2>" in page(client, url(visit))


@pytest.mark.parametrize(("accepted", "state"), [("oui", "confirmée"), ("non", "annulée")])
def test_the_second_colleague_reads_who_decided(client, accepted, state):
    booking = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    one, two = UserFactory(agence=True), UserFactory(agence=True)
    decide = f"/visites/inscriptions/{booking.pk}/decider/"
    client.force_login(one)
    client.post(decide, {"accepted": accepted})
    booking.refresh_from_db()
    decided = booking.state
    client.force_login(two)
    answer = client.post(decide, {"accepted": "non" if accepted == "oui" else "oui"}, follow=True)
    said = f"Votre collègue {one.public_name} a déjà décidé : l’inscription est {state}."
    assert said in answer.text
    booking.refresh_from_db()
    assert booking.state == decided


def test_the_calendar_file_says_that_the_place_waits_for_the_agreement(client):
    booking = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    client.force_login(booking.user)
    told = client.get(url(booking.visit, "visite.ics")).text.replace("\r\n ", "")
    assert "doit encore donner son accord" in told
    assert "vous est envoyé" not in told
