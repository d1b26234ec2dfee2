"""One blocks the other: neither keeps a place at a visit of the other, and nobody is at fault."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.services.blocked_people import block
from ambassadeurs.reseaux.subscriptions.services import set_following
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.host_changes import give_back
from ambassadeurs.visites.services import cancel_visit, open_visit
from communaute.notifications.models import Mail
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import BookingFactory, VisitFactory
from tests.mails import leaves, says_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def demande():
    return DemandeFactory()


@pytest.fixture
def host(demande):
    return demande.ambassadeur.user


@pytest.fixture
def booking(demande):
    visit = VisitFactory(ambassadeur=demande.ambassadeur, places=1)
    return BookingFactory(visit=visit, user=demande.requester)


def told(user):
    return set(Mail.objects.filter(user=user).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (BookingState.CONFIRMED, "Votre place à la visite de"),
        (BookingState.REQUESTED, "Votre place à la visite de"),
        (BookingState.WAITING_LIST, "Vous n’êtes plus sur la liste d’attente de la visite de"),
    ],
)
def test_whom_the_host_blocks_has_no_place_and_reads_it_without_blame(
    demande, host, booking, state, title
):
    booking.state = state
    booking.save()
    block(actor=host, demande=demande)
    block(actor=host, demande=demande)
    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_late) == (BookingState.CANCELLED, False)
    mail = Mail.objects.get(user=demande.requester, kind="visites.place_lost")
    assert leaves(mail)
    assert says_now(mail, "subject").startswith(title)
    body = says_now(mail, "body")
    assert "ne peut pas vous recevoir" in body
    assert ("Cela ne compte pas comme une absence." in body) == (state != BookingState.WAITING_LIST)
    assert "bloqu" not in str(mail.context)
    assert not told(host) & {"visites.given_up", "visites.new_visitor"}


def test_the_place_goes_to_who_waits_and_the_host_reads_who_comes(demande, host, booking):
    waiting = BookingFactory(visit=booking.visit, state=BookingState.WAITING_LIST)
    block(actor=host, demande=demande)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED
    mail = Mail.objects.get(user=host, kind="visites.new_visitor")
    assert waiting.user.public_name in says_now(mail, "subject")


def test_who_blocks_the_host_does_not_come_and_the_host_is_told(demande, host, booking):
    visit = booking.visit
    type(visit).objects.update(starts_at=timezone.now() + timedelta(hours=3))
    block(actor=demande.requester, demande=demande)
    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_late) == (BookingState.CANCELLED, False)
    assert "visites.given_up" in told(host)
    assert "visites.place_lost" not in told(demande.requester)


def test_what_is_past_or_of_others_stays(demande, host):
    past = BookingFactory(
        visit__ambassadeur=demande.ambassadeur,
        visit__starts_at=timezone.now() - timedelta(hours=1),
        user=demande.requester,
    )
    elsewhere = BookingFactory(user=demande.requester)
    block(actor=host, demande=demande)
    for one in (past, elsewhere):
        one.refresh_from_db()
        assert one.state == BookingState.CONFIRMED


def test_a_host_who_returns_does_not_bring_back_whom_they_blocked(demande, host, booking):
    since = timezone.now()
    cancel_visit(actor=None, visit=booking.visit)
    block(actor=host, demande=demande)
    assert give_back(Ambassadeur.objects.get(pk=demande.ambassadeur_id), since)
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED


def test_the_page_says_before_that_the_place_goes(client, demande, host, booking):
    for person, said in (
        (host, "Cette personne est inscrite à votre visite"),
        (demande.requester, "Vous êtes inscrit à sa visite"),
    ):
        client.force_login(person)
        page = client.get(demande.get_absolute_url())
        text = " ".join(BeautifulSoup(page.content, "html.parser").main.get_text().split())
        assert said in text
        assert "la bloquer y met fin" in text
    booking.state = BookingState.WAITING_LIST
    booking.save()
    assert "Vous attendez une place à sa visite" in client.get(demande.get_absolute_url()).text
    BookingFactory(visit__ambassadeur=demande.ambassadeur)
    booking.delete()
    assert "la bloquer y met fin" not in client.get(demande.get_absolute_url()).text


def test_whom_the_host_blocked_is_not_told_of_the_next_visit(demande, host):
    reseau = demande.ambassadeur.copropriete.reseau
    for person in (demande.requester, DemandeFactory().requester):
        set_following(actor=person, reseau=reseau, follows=True)
    block(actor=host, demande=demande)
    open_visit(
        actor=host,
        ambassadeur=demande.ambassadeur,
        starts_at=timezone.now() + timedelta(days=8),
        minutes=60,
        places=1,
    )
    kind = "reseau_subscriptions.visit_open"
    assert kind not in told(demande.requester)
    assert Mail.objects.filter(kind=kind).count() == 1
