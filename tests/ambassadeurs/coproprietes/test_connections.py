"""What an operator says of a building, « raccordé », and what is left when it takes it back."""

from datetime import date

import pytest

from ambassadeurs.coproprietes.models import (
    Copropriete,
    CoproprieteMember,
    RetourExperience,
    ToldConnection,
)
from ambassadeurs.coproprietes.services import (
    connect_building,
    disconnect_building,
    forget_if_left,
)
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.asking import asker, operator_of_network
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.mails import sent_mails

from .factories import AmbassadeurFactory, RetourFactory

pytestmark = pytest.mark.django_db

ON = date(2025, 10, 15)
FACTS = ("reseau_id", "connected_year", "stage", "former_energy", "public_latitude")


@pytest.fixture
def project():
    """(asker, building, organisation, network) of a project that heats with gas."""
    return *asker(stage="travaux"), *operator_of_network()


def connect(project, **changes):
    user, building, organisation, reseau = project
    values = {"reseau": reseau, "organisation": organisation, "on": ON, "asker": user} | changes
    return connect_building(copropriete=building, **values)


def facts(building):
    building.refresh_from_db()
    return {name: getattr(building, name) for name in FACTS}


def test_the_building_is_connected_since_the_year_told_and_told_once(project):
    user, building, organisation, reseau = project
    assert connect(project)
    assert not connect(project, on=date(2026, 1, 2))
    assert facts(building) == {
        "reseau_id": reseau.pk,
        "connected_year": 2025,
        "stage": "raccorde",
        "former_energy": "gaz",
        "public_latitude": None,
    }
    assert building.told_connection.organisation == organisation
    assert Notification.objects.count() == 1
    # Nobody of the building speaks yet: it stays theirs.
    assert not Copropriete.objects.with_public_ambassadors().filter(pk=building.pk).exists()
    assert Copropriete.objects.visible_to(user).filter(pk=building.pk).exists()
    # Another operator takes nothing back.
    other = OrganisationFactory(kind="exploitant")
    assert not disconnect_building(copropriete=building, organisation=other)
    assert facts(building)["connected_year"] == 2025


def test_its_members_and_the_asker_are_thanked_and_invited(project, client):
    """Who left the building, without a link to it."""
    user, building, _organisation, _reseau = project
    neighbour = UserFactory()
    CoproprieteMember.objects.filter(user=user).update(user=neighbour)
    connect(project)
    mails = {mail.to[0]: mail for mail in sent_mails()}
    assert mails.keys() == {user.email, neighbour.email}
    mail = mails[neighbour.email]
    assert "Chaleur SA a raccordé Le Parc" in mail.subject
    own = f"/mon-compte/copropriete/{building.pk}/"
    for words in (
        "le raccordement du Parc au réseau de chaleur en 2025",
        "Merci",
        f"/ambassadeurs/devenir/?copropriete={building.pk}",
        f"/ambassadeurs/{building.pk}-le-parc/retour/",
        own,
    ):
        assert words in mail.body
    assert own not in mails[user.email].body
    assert Notification.objects.get(user=user).url == "/ambassadeurs/devenir/"
    assert Notification.objects.get(user=neighbour).url == own
    client.force_login(neighbour)
    page = client.get(own).text
    assert "Annoncé par Chaleur SA" in page
    link = f"/ambassadeurs/devenir/?copropriete={building.pk}"
    assert link in page
    assert "Le Parc" in client.get(link).text


def test_a_building_connected_already_is_never_overwritten(project):
    _user, building, *_ = project
    other = ReseauFactory()
    Copropriete.objects.filter(pk=building.pk).update(connected_year=2012, reseau=other)
    before = facts(building)
    assert not connect(project)
    assert facts(building) == before
    assert not Notification.objects.exists()
    # Nor is it disconnected by who did not connect it.
    assert not disconnect_building(copropriete=building, organisation=project[2])
    assert facts(building) == before


@pytest.mark.parametrize("whose", ["building", "network"])
def test_another_network_or_another_operator_connects_nothing(project, whose):
    _user, building, *_ = project
    other = ReseauFactory(exploitant=OrganisationFactory(kind="exploitant"))
    if whose == "building":
        Copropriete.objects.filter(pk=building.pk).update(reseau=other)
    before = facts(building)
    assert not connect(project, **({"reseau": other} if whose == "network" else {}))
    assert facts(building) == before
    assert not ToldConnection.objects.exists()
    assert not Notification.objects.exists()


def test_taken_back_all_is_as_before_and_what_did_not_leave_stays(project):
    _user, building, organisation, _reseau = project
    before = facts(building)
    connect(project)
    assert disconnect_building(copropriete=building, organisation=organisation)
    assert facts(building) == before
    assert not ToldConnection.objects.exists()
    assert Notification.objects.get().withdrawn_at is not None
    assert sent_mails() == []
    assert not disconnect_building(copropriete=building, organisation=organisation)
    # Said again, it is told again; a fact changed since is not undone.
    assert connect(project)
    assert len(sent_mails()) == 1
    Copropriete.objects.filter(pk=building.pk).update(stage="vote", former_energy="fioul")
    disconnect_building(copropriete=building, organisation=organisation)
    found = facts(building)
    assert (found["stage"], found["former_energy"]) == ("vote", "fioul")
    assert found["connected_year"] is None
    # A project that everybody left goes.
    Copropriete.objects.filter(pk=building.pk).update(stage="travaux")
    connect(project)
    building.memberships.all().delete()
    assert disconnect_building(copropriete=building, organisation=organisation)
    assert not Copropriete.objects.filter(pk=building.pk).exists()


@pytest.mark.parametrize(
    ("mandate", "is_kept"),
    [
        ({}, True),
        ({"pending": True}, True),
        ({"refused": True}, False),
        # What was verified once stays true when the mandate ends.
        ({"withdrawn": True}, True),
        ({"expired": True}, True),
        ({"closed_account": True}, True),
        ({"withdrawn": True, "verified_at": None}, False),
    ],
)
def test_what_somebody_of_the_building_confirmed_is_kept(project, mandate, is_kept):
    _user, building, organisation, _reseau = project
    connect(project)
    AmbassadeurFactory(copropriete=building, **mandate)
    assert disconnect_building(copropriete=building, organisation=organisation) is not is_kept
    assert (facts(building)["connected_year"] == 2025) is is_kept
    assert ToldConnection.objects.exists() is is_kept


def test_a_building_whose_retour_is_online_is_kept_with_its_connection(project):
    """Its ambassador closed the account since: nobody is left in it."""
    _user, building, organisation, _reseau = project
    connect(project)
    RetourFactory(copropriete=building, author=None, published=True)
    building.memberships.all().delete()
    assert not disconnect_building(copropriete=building, organisation=organisation)
    assert facts(building)["connected_year"] == 2025
    Copropriete.objects.filter(pk=building.pk).update(connected_year=None)
    assert not forget_if_left(building.pk)
    assert RetourExperience.objects.published().exists()
