"""What is told at night of a visit: at once before one that begins early, else once, in the
morning; never a way to reach the host."""

from datetime import timedelta

import pytest

from ambassadeurs.visites.numbers import NUMBERS
from ambassadeurs.visites.services import book_visit, cancel_visit, give_up
from communaute.notifications.channels import next_morning
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.notifications.outbox import drain
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory

from .factories import BookingFactory, VisitFactory
from .test_services import change

pytestmark = pytest.mark.django_db
EVENING = NOON + timedelta(hours=11)
MORNING = next_morning(EVENING)
LATE = MORNING + timedelta(hours=NUMBERS.early_hours)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def evening(monkeypatch):
    return stop(monkeypatch, EVENING)


@pytest.mark.parametrize(("starts_at", "is_early"), [(LATE - SECOND, True), (LATE, False)])
def test_the_host_learns_at_once_who_comes_early_and_who_does_not(mailoutbox, starts_at, is_early):
    visit, person = VisitFactory(starts_at=starts_at), UserFactory()
    host = visit.host.user.email
    for act in (book_visit, give_up):
        act(actor=person, visit=visit)
        drain()
    told = [mail.subject for mail in mailoutbox if mail.to == [host]]
    assert len(told) == (2 if is_early else 0)
    # The visitor, who has just asked, never waits.
    assert [mail for mail in mailoutbox if mail.to == [person.email]]


def test_who_is_let_in_from_the_waiting_list_of_an_early_visit_is_told_at_once(mailoutbox):
    visit = VisitFactory(starts_at=MORNING, places=1)
    leaving, waiting = UserFactory(), UserFactory()
    for person in (leaving, waiting):
        book_visit(actor=person, visit=visit)
    give_up(actor=leaving, visit=visit)
    drain()
    assert Mail.objects.get(kind="visites.promoted", user=waiting).state == "sent"


@pytest.mark.parametrize(("starts_at", "is_early"), [(MORNING, True), (LATE, False)])
def test_an_adviser_expected_early_is_told_at_once_that_it_moves(mailoutbox, starts_at, is_early):
    adviser = UserFactory(agence=True)
    visit = VisitFactory(starts_at=starts_at, adviser_invited=True)
    change(visit, now=EVENING, starts_at=LATE + timedelta(days=7))
    drain()
    assert len([mail for mail in mailoutbox if mail.to == [adviser.email]]) == is_early


def test_moved_twice_in_one_night_the_agency_reads_of_it_once(mailoutbox, monkeypatch):
    adviser = UserFactory(agence=True)
    visit = VisitFactory(starts_at=LATE + timedelta(days=7), adviser_invited=True)
    for days in (8, 9):
        visit = change(visit, now=EVENING, starts_at=LATE + timedelta(days=days))
    stop(monkeypatch, MORNING)
    drain()
    (mail,) = [mail for mail in mailoutbox if mail.to == [adviser.email]]
    assert mail.subject.startswith("La visite où un conseiller est invité passe au ")
    assert "dimanche 6 décembre à 10" in mail.body


def there_and_back(visit, between=lambda: None):
    """Moved for a day and made longer at night, then as it was."""
    was = {"starts_at": visit.starts_at, "minutes": visit.minutes}
    moved = {"starts_at": visit.starts_at + timedelta(days=1), "minutes": 90}
    visit = change(visit, now=EVENING, **moved)
    between()
    change(visit, now=EVENING, **was)


def test_moved_and_back_in_one_night_the_agency_reads_nothing(mailoutbox, monkeypatch):
    adviser = UserFactory(agence=True)
    there_and_back(VisitFactory(starts_at=LATE + timedelta(days=7), adviser_invited=True))
    stop(monkeypatch, MORNING)
    drain()
    assert [mail for mail in mailoutbox if mail.to == [adviser.email]] == []


@pytest.mark.parametrize("way", ["mail", "line"])
def test_an_agency_that_knew_of_a_move_is_told_that_it_is_taken_back(mailoutbox, monkeypatch, way):
    adviser = UserFactory(agence=True)

    def learn():
        if way == "mail":
            Mail.objects.filter(user=adviser).end(MailState.SENT, now=EVENING)
        else:
            adviser.notifications.update(read_at=EVENING)

    there_and_back(VisitFactory(starts_at=LATE + timedelta(days=7), adviser_invited=True), learn)
    stop(monkeypatch, MORNING)
    drain()
    (mail,) = [mail for mail in mailoutbox if mail.to == [adviser.email]]
    assert "est invité passe au" in mail.subject
    assert "vendredi 4 décembre à 10" in mail.body


def test_moved_and_back_but_longer_the_agency_reads_how_long(mailoutbox, monkeypatch):
    adviser = UserFactory(agence=True)
    visit = VisitFactory(starts_at=LATE + timedelta(days=7), adviser_invited=True, minutes=60)
    moved = change(visit, now=EVENING, starts_at=visit.starts_at + timedelta(days=1))
    change(moved, now=EVENING, starts_at=LATE + timedelta(days=7), minutes=90)
    stop(monkeypatch, MORNING)
    drain()
    (mail,) = [mail for mail in mailoutbox if mail.to == [adviser.email]]
    assert "dure maintenant 90 minutes" in mail.subject


def test_lengthened_then_moved_in_one_night_the_agency_reads_of_the_move(mailoutbox, monkeypatch):
    adviser = UserFactory(agence=True)
    visit = VisitFactory(starts_at=LATE + timedelta(days=7), adviser_invited=True, minutes=60)
    visit = change(visit, now=EVENING, minutes=90)
    change(visit, now=EVENING, starts_at=LATE + timedelta(days=8))
    stop(monkeypatch, MORNING)
    drain()
    (mail,) = [mail for mail in mailoutbox if mail.to == [adviser.email]]
    assert "est invité passe au" in mail.subject
    assert "90 minutes" in mail.body


def test_a_phone_in_the_word_of_who_cancels_is_masked_as_the_form_says(client, mailoutbox):
    visit = VisitFactory(places=1)
    people = [BookingFactory(visit=visit).user, UserFactory()]
    book_visit(actor=people[1], visit=visit)
    client.force_login(visit.host.user)
    path = f"{visit.get_absolute_url()}annuler/"
    assert "Téléphones et adresses électroniques y sont masqués" in client.get(path).text

    cancel_visit(
        actor=visit.host.user, visit=visit, note="Appelez-moi au 06 12 34 56 78 ou a@b.fr."
    )

    drain()
    for person in people:
        mail = [one for one in mailoutbox if one.to == [person.email]][-1]
        line = person.notifications.get(kind="visites.cancelled")
        for text in (mail.body, line.body):
            assert "Appelez-moi au [téléphone masqué] ou [adresse masquée]." in text
