"""What an application tells of its building: the project of several, the place of a new one."""

import pytest

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed
from ambassadeurs.coproprietes.mandats.services import refuse_ambassadeur, verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, CoproprieteMember
from ambassadeurs.coproprietes.projects.services import create_building
from ambassadeurs.coproprietes.services import cell_of
from communaute.territoires.models import Commune
from socle.uploads import private_storage
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.reseaux.fake_geocoder import Answer
from tests.communaute.comptes.factories import UserFactory

from .applying import APPLY, application, ask, sign_in
from .factories import AmbassadeurFactory, CoproprieteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reseau():
    return ReseauFactory(name="Réseau de Grenoble")


@pytest.fixture
def shared(reseau):
    """A project of two neighbours: the first one will say that it is connected."""
    person, neighbour = UserFactory(), UserFactory()
    building = create_building(
        actor=person, name="Les Cèdres", commune=Commune.objects.get(pk="38185"), lots=40
    )
    CoproprieteMember.objects.create(copropriete=building, user=neighbour)
    return building, person, neighbour


def test_what_an_application_claims_waits_for_its_verification(client, geocoder, reseau, shared):
    """Neither pending nor refused does it change the building of the others."""
    building, person, neighbour = shared
    operator = UserFactory(exploitant=True)
    reseau.exploitant = operator.memberships.get().organisation
    reseau.save()
    before = Copropriete.objects.filter(pk=building.pk).values().get()

    def ask():
        sign_in(client, person)
        page = client.get(f"{APPLY}?copropriete={building.pk}")
        assert 'name="connected_year"' in page.text and 'name="commune"' not in page.text
        client.post(f"{APPLY}?copropriete={building.pk}", application(address="33 bd Clemenceau"))
        assert Copropriete.objects.filter(pk=building.pk).values().get() == before
        sign_in(client, neighbour)
        assert "Raccordée en" not in client.get(f"/mon-compte/copropriete/{building.pk}/").text
        return Ambassadeur.objects.get(user=person)

    mandate = ask()
    # The operator of the network that is claimed may be asked: it neither reads nor decides.
    sign_in(client, operator)
    assert client.get(f"/ambassadeurs/mandats/{mandate.pk}/").status_code == 404
    assert client.get("/ambassadeurs/a-verifier/").status_code == 403
    with pytest.raises(CoproprieteNotAllowed):
        verify_ambassadeur(actor=operator, ambassadeur=mandate)
    # The agency reads what is claimed, and whom to ask.
    agency = sign_in(client, UserFactory(agence=True))
    page = client.get(f"/ambassadeurs/mandats/{mandate.pk}/")
    assert "2021" in page.text and reseau.name in page.text
    assert f"Demandez à l’exploitant, {reseau.exploitant.name}" in page.text
    assert mandate.copropriete.name in client.get("/ambassadeurs/a-verifier/").text
    refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="Facture illisible.")
    assert Copropriete.objects.filter(pk=building.pk).values().get() == before
    mandate = verify_ambassadeur(actor=agency, ambassadeur=ask())
    building.refresh_from_db()
    assert (building.reseau, building.connected_year, building.lots) == (reseau, 2021, 62)
    assert (building.stage, building.address) == ("raccorde", "33 bd Clemenceau")
    assert (building.name, building.longitude) == ("Les Cèdres", 5.740288)
    assert (mandate.claimed_reseau, mandate.claimed_facts) == (None, {})


def test_the_address_of_a_new_building_gives_its_cell(client, geocoder, reseau):
    person = sign_in(client, UserFactory())
    client.post(APPLY, application(address="33 boulevard Clemenceau"))
    building = Copropriete.objects.get()
    assert building.address == "33 boulevard Clemenceau"
    assert (building.grid_x, building.grid_y) == cell_of(5.740288, 45.18403)
    # Refused, and asked again for another address, which is not found: nothing shows the first.
    Copropriete.objects.update(public_longitude=5.74, public_latitude=45.18)
    mandate = Ambassadeur.objects.get(user=person)
    team = UserFactory(equipe=True)
    refuse_ambassadeur(actor=team, ambassadeur=mandate, reason="Illisible.")
    geocoder.will(Answer())
    client.post(f"{APPLY}?copropriete={building.pk}", application(address="3 rue Haute"))
    building.refresh_from_db()
    assert (building.address, building.grid_x) == ("3 rue Haute", None)
    assert (building.public_longitude, building.public_latitude) == (None, None)


def test_an_address_without_geocoder_is_kept_and_said(client, geocoder, reseau):
    geocoder.will(Answer(status=500))
    sign_in(client, UserFactory())
    page = client.post(APPLY, application(address="33 boulevard Clemenceau"), follow=True)
    assert "Le service de recherche d’adresses ne répond pas" in page.text
    assert "avec certitude" not in page.text
    assert Copropriete.objects.get().grid_x is None


def test_the_name_of_ones_own_building_typed_again_is_that_building(client, reseau, shared):
    building, person, _ = shared
    sign_in(client, person)
    client.post(APPLY, application(name="LES CEDRES"))
    assert Ambassadeur.objects.get(user=person).copropriete == building
    assert Copropriete.objects.count() == 1


def test_what_a_neighbour_writes_meanwhile_is_kept(client, geocoder, reseau, shared):
    """Neither what the application left as it was, nor what it left blank, comes back over it."""
    building, person, _ = shared
    sign_in(client, person)
    data = application(lots="40", period="")
    client.post(f"{APPLY}?copropriete={building.pk}", data)
    mandate = Ambassadeur.objects.get(user=person)
    assert "lots" not in mandate.claimed_facts
    Copropriete.objects.filter(pk=building.pk).update(lots=48, period="DE_1961_A_1974")
    verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    building.refresh_from_db()
    assert (building.lots, building.period) == (48, "DE_1961_A_1974")
    assert building.connected_year


FIRST = {"connected_year": 2019, "lots": 40, "former_energy": "gaz", "place": None}
SECOND = {"connected_year": 2023, "lots": 99, "former_energy": "fioul", "place": (5.74, 45.18)}


@pytest.fixture
def team():
    return UserFactory(equipe=True)


@pytest.fixture
def project():
    return CoproprieteFactory(connected_year=None, reseau=None, stage="etude", lots=12)


def claiming(building: Copropriete, facts: dict) -> Ambassadeur:
    return AmbassadeurFactory(
        pending=True,
        copropriete=building,
        claimed_reseau=ReseauFactory(),
        claimed_facts=dict(facts),
    )


def stored(building: Copropriete) -> dict:
    """All that is written of the building, its public position apart: mandates move it."""
    row = Copropriete.objects.filter(pk=building.pk).values().get()
    moved = {"public_longitude", "public_latitude", "updated_at"}
    return {name: value for name, value in row.items() if name not in moved}


def test_the_second_claim_changes_nothing_and_is_settled(team, project):
    first, second = claiming(project, FIRST), claiming(project, SECOND)
    verify_ambassadeur(actor=team, ambassadeur=first)
    before = stored(project)
    assert (before["connected_year"], before["lots"], before["stage"]) == (2019, 40, "raccorde")

    verify_ambassadeur(actor=team, ambassadeur=second)

    assert stored(project) == before
    second.refresh_from_db()
    assert second.status == AmbassadeurStatus.VERIFIED
    assert (second.claimed_reseau, second.claimed_facts) == (None, {})


def test_a_building_connected_otherwise_meanwhile_keeps_its_facts(team, project):
    mandate = claiming(project, SECOND)
    Copropriete.objects.filter(pk=project.pk).update(
        reseau=ReseauFactory(), connected_year=2020, stage="raccorde", lots=50
    )
    before = stored(project)
    verify_ambassadeur(actor=team, ambassadeur=mandate)
    assert stored(project) == before


def test_the_earlier_proof_is_erased_once_the_new_one_is_written(
    django_capture_on_commit_callbacks,
):
    mandate = AmbassadeurFactory(refused=True, with_proof=True)
    earlier = mandate.proof.name

    with django_capture_on_commit_callbacks(execute=True):
        again = ask(mandate.user, mandate.copropriete)

    assert (again.pk, again.status) == (mandate.pk, AmbassadeurStatus.PENDING)
    assert not private_storage().exists(earlier)
    assert private_storage().exists(again.proof.name)


def test_a_first_proof_erases_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mandate = ask(UserFactory(), CoproprieteFactory())

    assert private_storage().exists(mandate.proof.name)
