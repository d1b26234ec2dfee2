"""What the people of a building read and are told of « Raccordé »: once it is not taken back."""

import uuid
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember
from ambassadeurs.coproprietes.projects.services import leave_building
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.shared_requests import requests_of
from ambassadeurs.guichets.exploitant.services import connect_on_time
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import stop
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .test_connected import KIND, NOON, at_noon, made, send, tell, year_of  # noqa: F401

pytestmark = pytest.mark.django_db


def told_to(person):
    """Where what they are told of the connection leads."""
    tell()
    return [line.url for line in Notification.objects.filter(user=person, kind=KIND)]


def test_who_left_is_told_of_no_connection_but_by_a_request_that_says_it_still(
    desk_client, operator
):
    left = DemandeFactory(exploitant=True, organisation=operator)
    same = {"reseau": left.reseau, "copropriete": left.copropriete}
    other = made(operator, purpose="devis", submission_key=uuid.uuid4(), **same)
    for one in (left, other):
        send(desk_client, one)
    desk_client.post("/espaces/annuler/", {"act": [left.acts.latest("pk").pk]})
    assert year_of(left) == 2026
    assert (told_to(left.requester), len(told_to(other.requester))) == ([], 1)


def test_it_is_connected_at_the_minute_that_was_told(desk_client, operator, monkeypatch):
    demande = made(operator)
    send(desk_client, demande)
    act, waiting = (
        demande.acts.get(),
        DBTaskResult.objects.get(task_path=connect_on_time.module_path),
    )
    assert waiting.run_after == NOON + timedelta(minutes=NUMBERS.undo_minutes)
    assert connect_on_time.call(act.pk) == 0
    stop(monkeypatch, waiting.run_after)
    assert connect_on_time.call(act.pk) == 1
    assert Copropriete.objects.connected().exists()
    assert connect_on_time.call(act.pk) == 0


@pytest.mark.parametrize("has_asked", [True, False])
def test_who_leaves_meanwhile_is_told_as_who_asked_for_it(desk_client, operator, has_asked):
    demande = made(operator)
    member = UserFactory()
    CoproprieteMember.objects.create(copropriete=demande.copropriete, user=member)
    send(desk_client, demande)
    leaver = demande.requester if has_asked else member
    leave_building(actor=leaver, copropriete=demande.copropriete)
    assert told_to(leaver) == (["/ambassadeurs/devenir/"] if has_asked else [])


def test_the_people_of_the_building_read_it_once_it_can_no_longer_be_taken_back(
    client, desk_client, operator, monkeypatch
):
    demande = made(operator)
    send(desk_client, demande)
    client.force_login(demande.requester, backend="django.contrib.auth.backends.ModelBackend")
    building = f"/mon-compte/copropriete/{demande.copropriete_id}/"
    pages = (building, f"{building}modifier/", f"{building}quitter/", demande.get_absolute_url())
    shown = [client.get(page) for page in pages]
    assert [page.status_code for page in shown] == [200] * 4
    assert not any("accordée en" in page.text or "raccordée ne se" in page.text for page in shown)
    assert shown[0].context["page"].stage != "raccorde"
    DemandeFactory(
        agence=True,
        copropriete=demande.copropriete,
        state="en_cours",
        first_answer_at=NOON - timedelta(days=1),
    )
    lines = requests_of(Copropriete.objects.get(pk=demande.copropriete_id), demande.requester)
    assert "réponse reçue" in [line.awaited for line in lines]
    tell()
    stop(monkeypatch, NOON + timedelta(minutes=NUMBERS.undo_minutes, seconds=1))
    assert "Raccordée en 2026" in client.get(building).text


def test_nor_is_it_sent_in_their_name_to_somebody_else(client, desk_client, operator, monkeypatch):
    demande = made(operator, copropriete__stage="vote")
    send(desk_client, demande)
    OrganisationFactory(covers=["38"])
    client.force_login(demande.requester, backend="django.contrib.auth.backends.ModelBackend")
    form = f"/mises-en-relation/nouvelle/?a=agence&commune={demande.copropriete.commune_id}"
    said = dict(client.get(form).context["form"].fields["share"].choices)
    assert said["stage"] == "Étape du projet : Vote en assemblée générale"
    assert "Réseau de chaleur" not in said.get("energy", "")
