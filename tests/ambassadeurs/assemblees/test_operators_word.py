"""« Voté » at the desk of an operator moves the project, as a result does; members know better."""

from datetime import timedelta

import pytest

from ambassadeurs.assemblees import services
from ambassadeurs.assemblees.enums import Result
from ambassadeurs.assemblees.models import VoteSaid
from ambassadeurs.demandes.models import Demande
from ambassadeurs.guichets.exploitant.services import change_status
from ambassadeurs.guichets.undo import take_back
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import NOON, stop, tick
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory
from tests.mails import sent_mails

from .factories import AssembleeFactory, project_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def building(user):
    return project_of(user, stage="audit")


@pytest.fixture
def demande(user, building):
    return DemandeFactory(exploitant=True, requester=user, copropriete=building)


@pytest.fixture
def karim(demande):
    return MembershipFactory(organisation=demande.organisation).user


def move(karim, demande, status):
    return change_status(
        actor=karim, demande=Demande.objects.for_list().get(pk=demande.pk), status=status
    )


def told(monkeypatch, minutes=6):
    return tick(stop(monkeypatch, NOON + timedelta(minutes=minutes)), "assemblees")["votes_said"]


def stage(building):
    building.refresh_from_db()
    return building.stage


def test_the_project_follows_once_it_is_told(client, user, building, demande, karim, monkeypatch):
    move(karim, demande, "vote")
    assert not tick(NOON, "assemblees")["votes_said"]
    assert stage(building) == "audit"
    assert told(monkeypatch) == 1
    assert stage(building) == "vote"
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/assemblee/").text
    assert f"{demande.organisation.name} a indiqué que le raccordement est voté" in page
    assert told(monkeypatch, 7) == 0


def test_undone_at_once_nothing_moves(building, demande, karim, monkeypatch):
    move(karim, demande, "vote")
    take_back(actor=karim, acts=list(demande.acts.all()))
    assert told(monkeypatch) == 0
    assert stage(building) == "audit"


def test_said_no_more_the_project_is_where_it_was(building, demande, karim, monkeypatch):
    move(karim, demande, "vote")
    told(monkeypatch)
    move(karim, demande, "proposition")
    assert told(monkeypatch, 20) == 1
    assert stage(building) == "audit"


@pytest.mark.parametrize("later", ["travaux", "abandonne"])
def test_what_was_voted_stays_so(building, demande, karim, monkeypatch, later):
    move(karim, demande, "vote")
    told(monkeypatch)
    move(karim, demande, later)
    told(monkeypatch, 20)
    assert stage(building) == "vote"


def test_a_project_never_goes_back(building, demande, karim, monkeypatch):
    building.stage = "travaux"
    building.save()
    move(karim, demande, "vote")
    told(monkeypatch)
    assert stage(building) == "travaux"


def test_the_result_of_a_member_wins_before_and_after(building, demande, karim, user, monkeypatch):
    move(karim, demande, "vote")
    told(monkeypatch)
    held = AssembleeFactory(copropriete=building, past=True)
    services.tell_result(actor=user, assemblee=held, result=Result.REJECTED)
    assert stage(building) == "audit"
    assert not VoteSaid.objects.get().moved
    move(karim, demande, "proposition")
    move(karim, demande, "vote")
    told(monkeypatch, 20)
    assert stage(building) == "audit"


def test_an_offer_said_sent_by_the_operator_is_an_offer_on_the_page(
    client, karim, demande, building
):
    AssembleeFactory(copropriete=building)
    client.force_login(demande.requester)
    page = f"/mon-compte/copropriete/{building.pk}/assemblee/"
    assert "Sans offre" in client.get(page).text
    move(karim, demande, "proposition")
    assert "Sans offre" not in client.get(page).text


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_mail_of_a_vote_says_where_to_correct_it(monkeypatch, karim, demande, is_kept):
    if not is_kept:
        Demande.objects.update(copropriete=None)
    move(karim, demande, "vote")
    stop(monkeypatch, NOON + timedelta(minutes=6))
    (mail,) = [one for one in sent_mails() if demande.requester.email in one.to]
    body = " ".join(mail.body.split())
    assert ("sur la page de cet immeuble" in body) is is_kept
    assert ("Dites-le à l’exploitant" in body) is not is_kept


def test_once_the_network_is_anothers_the_building_may_ask_that_one(client, user, building):
    reseau = ReseauFactory(exploitant=OrganisationFactory(kind="exploitant"))
    building.nearest_reseau = reseau
    building.save()
    DemandeFactory(
        exploitant=True, requester=user, copropriete=building, organisation=reseau.exploitant
    )
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert "Écrire à l’exploitant" not in page
    reseau.exploitant = OrganisationFactory(kind="exploitant")
    reseau.save()
    assert "Écrire à l’exploitant" in client.get(f"/mon-compte/copropriete/{building.pk}/").text
