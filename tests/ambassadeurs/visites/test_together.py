"""Two people of a building book one visit together."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.models import Block
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.errors import BookingRefused
from ambassadeurs.visites.models import Booking
from ambassadeurs.visites.pages import book_together, neighbours_of, said
from ambassadeurs.visites.services import give_up, needs_approval, record_attendance
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db


def two_neighbours():
    building = CoproprieteFactory(reseau=None, connected_year=None)
    two = UserFactory(display_name="Monique"), UserFactory(display_name="Paul")
    for person in two:
        CoproprieteMember.objects.create(copropriete=building, user=person)
    return two


def states(visit):
    return [one.state for one in visit.bookings.order_by("pk")]


def soup(client, visit):
    return BeautifulSoup(client.get(visit.get_absolute_url()).content, "html.parser")


def test_neighbours_are_the_other_members_of_ones_buildings():
    monique, paul = two_neighbours()
    UserFactory()
    assert list(neighbours_of(monique)) == [paul]
    paul.is_active = False
    paul.save()
    assert list(neighbours_of(monique)) == []


def test_two_places_are_taken_and_each_is_told(client):
    monique, paul = two_neighbours()
    visit = VisitFactory(places=2)
    client.force_login(monique)
    response = client.post(f"{visit.get_absolute_url()}reserver/", {"avec": paul.pk}, follow=True)
    assert "Vos deux places sont réservées" in response.text
    assert "Paul vient avec vous" in response.text
    assert states(visit) == [BookingState.CONFIRMED] * 2
    sent = {mail.to[0]: mail for mail in sent_mails()}
    assert "Monique, de votre immeuble, a pris cette place pour vous" in sent[paul.email].body
    assert "est réservée" in sent[monique.email].subject
    assert "pris cette place pour vous" not in sent[monique.email].body
    client.force_login(paul)
    assert "Monique a pris cette place pour vous" in soup(client, visit).main.text


def test_the_list_of_each_names_the_other_while_they_come(client):
    monique, paul = two_neighbours()
    visit = VisitFactory(places=2)
    book_together(actor=monique, visit=visit, neighbour=paul)

    def listed(person):
        client.force_login(person)
        return BeautifulSoup(client.get("/visites/").content, "html.parser").main.text

    assert "60 minutes · avec Paul" in listed(monique)
    assert "60 minutes · avec Monique" in listed(paul)
    give_up(actor=paul, visit=visit)
    assert "avec Paul" not in listed(monique)


def test_both_are_reminded():
    monique, paul = two_neighbours()
    visit = VisitFactory(starts_at=timezone.now() + timedelta(days=5))
    book_together(actor=monique, visit=visit, neighbour=paul)
    assert tick(visit.starts_at - timedelta(hours=47))["visit_reminders"] == 2


def test_either_gives_up_and_the_other_keeps_their_place():
    monique, paul = two_neighbours()
    visit = VisitFactory(places=2)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    book_together(actor=monique, visit=visit, neighbour=paul)
    give_up(actor=monique, visit=visit)
    assert Booking.objects.get(user=paul).state == BookingState.CONFIRMED
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED


def test_the_host_sees_them_together(client):
    monique, paul = two_neighbours()
    visit = VisitFactory(places=5)
    book_together(actor=monique, visit=visit, neighbour=paul)
    other = BookingFactory(visit=visit, user__display_name="Karine")
    Booking.objects.filter(user=paul).update(booked_at=timezone.now() + timedelta(hours=1))
    client.force_login(visit.host.user)
    people = [one.span.text for one in soup(client, visit).select(".vi-people li")]
    assert people == ["Monique", "Paul, avec Monique", "Karine"]
    give_up(actor=monique, visit=visit)
    people = [one.span.text for one in soup(client, visit).select(".vi-people li")]
    assert people == ["Karine", "Paul"]
    assert other.visit == visit


@pytest.mark.parametrize(
    ("states_of_two", "shown"),
    [
        ("confirme confirme", True),
        ("demande confirme", True),
        ("liste_attente liste_attente", True),
        ("liste_attente confirme", False),
        ("absent tenu", False),
    ],
)
def test_two_are_said_to_come_together_only_while_they_do(client, states_of_two, shown):
    monique, paul = two_neighbours()
    mine, theirs = states_of_two.split()
    booking = BookingFactory(user=monique, state=mine)
    visit = booking.visit
    BookingFactory(user=paul, visit=visit, state=theirs, taken_with=booking)
    client.force_login(visit.host.user)
    assert ("Paul, avec Monique" in soup(client, visit).main.text) == shown
    for person, other in ((monique, "Paul"), (paul, "Monique")):
        client.force_login(person)
        assert (f"avec {other}" in client.get("/visites/").text) == shown


@pytest.mark.parametrize("leaves", [0, 1])
def test_who_was_to_come_with_them_is_told_of_who_gives_up(leaves):
    two = two_neighbours()
    visit = VisitFactory(places=2)
    book_together(actor=two[0], visit=visit, neighbour=two[1])
    give_up(actor=two[leaves], visit=visit)
    stays = two[1 - leaves]
    told = [mail for mail in sent_mails() if "ne viendra pas avec vous" in mail.subject]
    assert [mail.to for mail in told] == [[stays.email]]
    assert told[0].subject.startswith(two[leaves].public_name)
    assert "Votre inscription ne change pas." in told[0].body


def test_who_gave_up_too_is_told_nothing_more():
    monique, paul = two_neighbours()
    visit = VisitFactory(places=2)
    book_together(actor=monique, visit=visit, neighbour=paul)
    for person in (monique, paul):
        give_up(actor=person, visit=visit)
    assert not [mail for mail in sent_mails() if "avec vous" in mail.subject]


def of_host(visit):
    return [mail for mail in sent_mails() if mail.to == [visit.host.user.email]]


def test_the_host_is_told_once_of_two_who_come():
    monique, paul = two_neighbours()
    visit = VisitFactory(places=2)
    book_together(actor=monique, visit=visit, neighbour=paul)
    (mail,) = of_host(visit)
    assert mail.subject.startswith("Monique et Paul viendront à votre visite du ")
    assert "Monique et Paul viendront visiter" in mail.body
    give_up(actor=monique, visit=visit)
    assert of_host(visit)[1].subject.startswith("Monique ne viendra pas à votre visite")


@pytest.mark.parametrize(("leaves", "stays"), [(0, "Paul"), (1, "Monique")])
def test_the_host_reads_who_still_comes_as_the_mail_leaves(leaves, stays):
    two = two_neighbours()
    visit = VisitFactory(places=2)
    book_together(actor=two[0], visit=visit, neighbour=two[1])
    give_up(actor=two[leaves], visit=visit)
    mail = of_host(visit)[0]
    assert mail.subject.startswith(f"{stays} viendra à votre visite")


def test_the_host_reads_for_whom_of_the_two_an_accord_is_awaited():
    monique, paul = two_neighbours()
    for _ in range(2):
        before = timezone.now() - timedelta(days=30)
        BookingFactory(user=monique, visit__starts_at=before, state=BookingState.ABSENT)
    visit = VisitFactory(places=2)
    book_together(actor=monique, visit=visit, neighbour=paul)
    (mail,) = of_host(visit)
    assert mail.subject.startswith("Monique et Paul demandent à venir")
    assert "doit encore donner son accord pour Monique." in mail.body


def test_when_it_is_full_both_wait():
    monique, paul = two_neighbours()
    visit = VisitFactory(places=1)
    BookingFactory(visit=visit)
    book_together(actor=monique, visit=visit, neighbour=paul)
    assert states(visit)[1:] == [BookingState.WAITING_LIST] * 2


def test_a_single_place_left_is_said_and_nothing_is_taken(client):
    monique, paul = two_neighbours()
    visit = VisitFactory(places=1)
    client.force_login(monique)
    response = client.post(f"{visit.get_absolute_url()}reserver/", {"avec": paul.pk}, follow=True)
    assert "Il ne reste qu’une place" in response.text
    assert not visit.bookings.exists()


def test_a_neighbour_is_added_later(client):
    monique, paul = two_neighbours()
    visit = VisitFactory(places=2)
    client.force_login(monique)
    client.post(f"{visit.get_absolute_url()}reserver/")
    assert soup(client, visit).select_one('select[name="avec"]')
    client.post(f"{visit.get_absolute_url()}reserver/", {"avec": paul.pk})
    assert states(visit) == [BookingState.CONFIRMED] * 2
    assert not soup(client, visit).select_one('select[name="avec"]')


@pytest.mark.parametrize("typed", ["999999", "Paul", "-1"])
def test_nobody_but_a_neighbour(client, typed):
    monique, _ = two_neighbours()
    visit = VisitFactory(places=5)
    client.force_login(monique)
    response = client.post(f"{visit.get_absolute_url()}reserver/", {"avec": typed})
    assert response.status_code == 422
    assert "Choisissez une personne de votre immeuble" in response.text
    with pytest.raises(BookingRefused):
        book_together(actor=monique, visit=visit, neighbour=UserFactory())
    assert not visit.bookings.exists()


def test_who_has_a_place_already_is_not_registered_twice():
    monique, paul = two_neighbours()
    visit = VisitFactory(places=5)
    BookingFactory(visit=visit, user=paul)
    with pytest.raises(BookingRefused, match="déjà inscrit"):
        book_together(actor=monique, visit=visit, neighbour=paul)
    assert visit.bookings.count() == 1


def test_the_host_refuses_one_of_the_two_and_why_is_not_said():
    monique, paul = two_neighbours()
    visit = VisitFactory(places=5)
    Block.objects.create(blocker=visit.host.user, blocked=paul, at=timezone.now())
    with pytest.raises(BookingRefused, match="ne peut pas être inscrit à cette visite"):
        book_together(actor=monique, visit=visit, neighbour=paul)
    assert not visit.bookings.exists()


def test_who_blocked_the_host_reads_what_to_do_instead_of_a_button(client):
    visit, someone = VisitFactory(places=5), UserFactory()
    Block.objects.create(blocker=someone, blocked=visit.host.user, at=timezone.now())
    client.force_login(someone)
    page = client.get(visit.get_absolute_url()).text
    assert "Pour lui écrire ou lui rendre visite, débloquez" in page
    assert "Réserver" not in page


def test_a_place_that_a_neighbour_took_is_nobodys_fault():
    monique, paul = two_neighbours()
    for days in (3, 2):
        visit = VisitFactory(starts_at=timezone.now() + timedelta(days=days))
        book_together(actor=monique, visit=visit, neighbour=paul)
        after = visit.starts_at + timedelta(hours=2)
        record_attendance(actor=visit.host.user, visit=visit, present=set(), now=after)
    now = timezone.now() + timedelta(days=5)
    assert needs_approval(monique, now=now)
    assert not needs_approval(paul, now=now)


def test_alone_the_page_asks_nothing_more(client):
    visit = VisitFactory()
    client.force_login(UserFactory())
    assert not soup(client, visit).select_one('select[name="avec"]')
    assert "Réserver ma place" in soup(client, visit).main.text


def test_a_neighbour_who_waits_is_not_said_to_have_a_place(client):
    monique, paul = two_neighbours()
    visit = VisitFactory(places=1)
    BookingFactory(visit=visit, user=monique)
    client.force_login(monique)
    shown = soup(client, visit).main
    assert "Inscrire aussi cette personne sur la liste d’attente" in shown.text
    assert [one.text for one in shown.select('select[name="avec"] option')] == ["Moi et Paul"]
    response = client.post(f"{visit.get_absolute_url()}reserver/", {"avec": paul.pk}, follow=True)
    said = BeautifulSoup(response.content, "html.parser").main.text
    assert "Paul est sur la liste d’attente. Un courriel le lui dit." in response.text
    assert "Vos deux places" not in response.text
    assert "Paul vient avec vous" not in said
    assert "Paul est sur la liste d’attente. Chacun annule" in said
    client.force_login(paul)
    assert "Monique a demandé cette place pour vous" in soup(client, visit).main.text
    # Monique gives hers up, waits for another, and Paul has one meanwhile.
    Booking.objects.filter(user=monique).update(state=BookingState.WAITING_LIST)
    Booking.objects.filter(user=paul).update(state=BookingState.CONFIRMED)
    client.force_login(monique)
    assert "Paul a une place. Chacun annule" in soup(client, visit).main.text


@pytest.mark.parametrize(
    ("states_of_two", "words"),
    [
        ("confirme demande", "Vous avez une place\xa0; une place est gardée pour Paul."),
        ("liste_attente confirme", "Vous êtes sur la liste d’attente\xa0; une place est gardée"),
        ("demande liste_attente", "attend un accord\xa0; Paul est sur la liste d’attente."),
        ("demande demande", "attend un accord\xa0; une place est gardée pour Paul."),
    ],
)
def test_each_of_two_states_is_said(states_of_two, words):
    monique, paul = two_neighbours()
    mine, theirs = states_of_two.split()
    booking = BookingFactory(user=monique, state=mine)
    BookingFactory(user=paul, visit=booking.visit, state=theirs)
    assert words in said(booking, paul)
