"""Who left a building, and is told of its connection or not."""

import uuid
from datetime import timedelta

import pytest

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.coproprietes.projets.services import leave_building
from ambassadeurs.demandes.numbers import NUMBERS
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.waiting import is_worth_sending
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import UserFactory

from .test_connected import KIND, NOON, at_noon, made, send, year_of  # noqa: F401

pytestmark = pytest.mark.django_db


def told_to(person):
    """Where what they are told of the connection leads, on the site and by mail."""
    later = NOON + timedelta(minutes=NUMBERS.undo_minutes)
    lines = Notification.objects.visible_to(person, later).filter(kind=KIND)
    mails = Mail.objects.waiting().filter(user=person, kind=KIND)
    return {line.url for line in lines} | {
        mail.url for mail in mails if is_worth_sending(mail, kind_of(KIND))
    }


def test_who_left_is_told_of_no_connection_but_by_a_request_that_says_it_still(
    desk_client, operator
):
    left = DemandeFactory(exploitant=True, organisation=operator)
    same = {"reseau": left.reseau, "copropriete": left.copropriete}
    other = made(operator, purpose="devis", submission_key=uuid.uuid4(), **same)
    for one in (left, other):
        send(desk_client, one)
    assert told_to(left.requester) == {"/ambassadeurs/devenir/"}
    desk_client.post("/espaces/annuler/", {"act": [left.acts.latest("pk").pk]})
    assert year_of(left) == 2026
    assert told_to(left.requester) == set()
    assert len(told_to(other.requester)) == 2


@pytest.mark.parametrize("has_asked", [True, False])
def test_who_leaves_meanwhile_is_told_as_who_asked_for_it(desk_client, operator, has_asked):
    demande = made(operator)
    member = UserFactory()
    CoproprieteMember.objects.create(copropriete=demande.copropriete, user=member)
    send(desk_client, demande)
    leaver = demande.requester if has_asked else member
    assert len(told_to(leaver)) == 2
    leave_building(actor=leaver, copropriete=demande.copropriete)
    assert told_to(leaver) == ({"/ambassadeurs/devenir/"} if has_asked else set())
