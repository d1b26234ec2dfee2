"""Leaving is asked first; coming back in time gives the visits back, each person as they were."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.services import undo_withdrawal, withdraw_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.visites import services
from ambassadeurs.visites.enums import BookingState, VisitState
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return VisitFactory(places=1)


def states(visit):
    return list(visit.bookings.order_by("pk").values_list("state", flat=True))


def leave(visit):
    host = visit.ambassadeur
    withdraw_ambassadeur(actor=host.user, ambassadeur=host)
    tick()
    visit.refresh_from_db()


def come_back(visit):
    host = Ambassadeur.objects.get(pk=visit.ambassadeur_id)
    said = undo_withdrawal(actor=host.user, ambassadeur=host)
    visit.refresh_from_db()
    return said


def test_the_page_says_what_becomes_of_requests_and_visits_before_anything(client, visit):
    BookingFactory(visit=visit)
    BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    BookingFactory(visit=visit, state=BookingState.CANCELLED)
    host = visit.ambassadeur
    VisitFactory(ambassadeur=host, starts_at=timezone.now() - timedelta(days=1))
    DemandeFactory(ambassadeur=host)
    client.force_login(host.user)

    mine = BeautifulSoup(client.get("/ambassadeurs/mon-mandat/").content, "html.parser")
    link = mine.main.find("a", string="Ne plus être ambassadeur")
    page = BeautifulSoup(client.get(link["href"]).content, "html.parser").main
    text = " ".join(page.get_text(" ", strip=True).split())
    # It may be that nobody is found.
    assert "1 demande en cours : nous cherchons quelle autre copropriété y répond, dans" in text
    assert (
        "elle est annulée, et 2 personnes, inscrites ou en attente d’une place, sont prévenues"
        in text
    )
    assert "pendant 7 jours" in text
    assert "n’est plus lisible tant que personne ne parle pour lui" in text
    host.refresh_from_db()
    assert host.is_public

    client.post(link["href"])
    host.refresh_from_db()
    assert not host.is_public
    assert client.get(host.copropriete.get_absolute_url()).status_code == 404
    # Asked again, there is nothing left to end.
    assert client.get(link["href"]).status_code == 302


def test_nothing_to_end_is_said_too(client):
    host = AmbassadeurFactory()
    client.force_login(host.user)
    text = client.get(f"/ambassadeurs/mon-mandat/{host.pk}/arreter/").content.decode()
    assert "Aucune demande en cours ne vous attend" in text
    assert "Aucune visite n’est à annuler" in text


def test_coming_back_plans_the_visits_again_with_everybody(visit):
    held = BookingFactory(visit=visit, needs_approval=False)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    given_up = BookingFactory(visit=visit, state=BookingState.CANCELLED)
    before = states(visit)
    DemandeFactory(ambassadeur=visit.ambassadeur)
    leave(visit)
    assert visit.state == VisitState.CANCELLED
    assert states(visit) == [BookingState.CANCELLED] * 3
    sent_mails().clear()

    assert [said.replace("\N{NO-BREAK SPACE}", " ") for said in come_back(visit)] == [
        "Votre mandat a repris.",
        "1 visite annulée est de nouveau prévue : les personnes inscrites en sont prévenues.",
        "1 demande reste close : nous avons cherché qui d’autre y répond.",
    ]
    assert (visit.state, visit.orphaned_at) == (VisitState.PROPOSED, None)
    assert states(visit) == before
    told = {mail.to[0]: mail for mail in sent_mails()}
    assert set(told) == {held.user.email, waiting.user.email}
    assert "a bien lieu" in told[held.user.email].subject
    assert "Votre place est gardée" in told[held.user.email].body
    assert "toujours sur la liste d’attente" in told[waiting.user.email].body
    assert given_up.user.email not in told
    held.refresh_from_db()
    assert (held.cancelled_at, held.orphaned_state) == (None, "")


def test_leaving_and_coming_back_twice_tells_each_time(visit):
    guest = BookingFactory(visit=visit).user
    for _ in range(2):
        sent_mails().clear()
        leave(visit)
        # A visit planned again before the mail leaves is not said cancelled.
        sent_mails()
        come_back(visit)
        subjects = [mail.subject for mail in sent_mails() if mail.to == [guest.email]]
        assert len([one for one in subjects if "est annulée" in one]) == 1
        assert len([one for one in subjects if "a bien lieu" in one]) == 1


def test_back_before_the_clock_passed_nothing_was_cancelled(visit):
    guest = BookingFactory(visit=visit).user
    withdraw_ambassadeur(actor=visit.ambassadeur.user, ambassadeur=visit.ambassadeur)
    assert come_back(visit) == ["Votre mandat a repris."]
    assert (visit.state, states(visit)) == (VisitState.PROPOSED, [BookingState.CONFIRMED])
    assert [mail for mail in sent_mails() if mail.to == [guest.email]] == []


def test_what_the_host_cancelled_or_what_is_past_stays_cancelled(visit):
    host = visit.ambassadeur
    own = VisitFactory(ambassadeur=host, starts_at=visit.starts_at + timedelta(days=1))
    BookingFactory(visit=own)
    services.cancel_visit(actor=host.user, visit=own)
    leave(visit)
    type(visit).objects.filter(pk=visit.pk).update(starts_at=timezone.now() - timedelta(seconds=1))
    come_back(visit)
    own.refresh_from_db()
    assert visit.state == own.state == VisitState.CANCELLED
    assert states(own) == [BookingState.CANCELLED]


def test_what_an_earlier_end_cancelled_stays_cancelled(visit):
    host = visit.ambassadeur
    Ambassadeur.objects.filter(pk=host.pk).update(expires_at=timezone.now())
    tick()
    in_a_year = timezone.now() + timedelta(days=365)
    Ambassadeur.objects.filter(pk=host.pk).update(expires_at=in_a_year)
    host.refresh_from_db()
    leave(visit)
    come_back(visit)
    assert visit.state == VisitState.CANCELLED


def test_a_visit_whose_hour_was_taken_meanwhile_stays_cancelled(visit):
    guest = BookingFactory(visit=visit).user
    leave(visit)
    elsewhere = AmbassadeurFactory(user=visit.ambassadeur.user)
    VisitFactory(ambassadeur=elsewhere, starts_at=visit.starts_at)
    sent_mails().clear()
    assert "1\N{NO-BREAK SPACE}visite reste annulée : la date n’est plus libre." in come_back(visit)
    assert visit.state == VisitState.CANCELLED
    assert [mail for mail in sent_mails() if mail.to == [guest.email]] == []


def test_the_adviser_is_invited_again(visit):
    agency = UserFactory(agence=True)
    type(visit).objects.update(adviser_invited=True)
    leave(visit)
    sent_mails().clear()
    come_back(visit)
    assert [mail for mail in sent_mails() if mail.to == [agency.email]]
