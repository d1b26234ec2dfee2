"""The page of a copropriété: reported from itself; hidden, gone with all that leads to it."""

import pytest

from ambassadeurs.coproprietes.fiche_pages import open_fiche
from ambassadeurs.coproprietes.mandats.services import verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, Fiche
from ambassadeurs.coproprietes.search import rows
from communaute.moderation.models import Case, Notice
from communaute.moderation.services import decide_case
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate():
    return AmbassadeurFactory(copropriete__name="Les Glycines")


@pytest.fixture
def fiche(mandate):
    open_fiche(mandate)
    return Fiche.objects.get()


@pytest.fixture
def hidden(fiche, equipe):
    hide(CaseFactory(content=fiche), equipe)
    fiche.refresh_from_db()
    return fiche


def status(client, user, fiche):
    client.logout()
    if user is not None:
        client.force_login(user)
    return client.get(fiche.get_absolute_url()).status_code


def test_a_verified_mandate_opens_the_page_to_reports(equipe):
    mandate = AmbassadeurFactory(status="en_attente")
    verify_ambassadeur(actor=equipe, ambassadeur=mandate)
    fiche = Fiche.objects.get()
    building = mandate.copropriete
    assert (fiche.author, fiche.copropriete) == (mandate.user, building)
    assert (fiche.commune, fiche.departement) == (building.commune, building.commune.departement)


def test_a_second_ambassador_takes_the_page_of_a_closed_account_only(mandate, fiche):
    second = AmbassadeurFactory(copropriete=mandate.copropriete)
    open_fiche(second)
    assert Fiche.objects.get().author == mandate.user
    mandate.user.delete()
    open_fiche(second)
    assert Fiche.objects.get().author == second.user


def test_it_is_reported_from_itself_with_what_was_typed(client, mandate, fiche):
    url = f"/moderation/signaler/copropriete/{fiche.pk}/"
    assert url in client.get(fiche.get_absolute_url()).text
    data = {"category": "faux", "explanation": "Cet immeuble n’existe pas.", "good_faith": "on"}
    assert client.post(url, data).status_code == 302
    case = Notice.objects.get().case
    assert (case.target, case.author) == (fiche, mandate.user)
    assert "Les Glycines" in case.snapshot
    assert mandate.first_name in case.snapshot
    client.force_login(mandate.user)
    assert "/moderation/signaler/" not in client.get(fiche.get_absolute_url()).text


def test_hidden_it_is_for_its_author_and_who_moderates(client, hidden, equipe, settings):
    agency = UserFactory(agence=True)
    expected = {None: 404, UserFactory(): 404, hidden.author: 200, agency: 200, equipe: 200}
    assert {one: status(client, one, hidden) for one in expected} == expected
    client.force_login(hidden.author)
    settings.NUMBERS = {"moderation": {"undo_minutes": 0}}
    assert "Lire pourquoi, et comment contester" in client.get(hidden.get_absolute_url()).text


def test_hidden_nothing_leads_to_it_restored_it_is_there_again(client, hidden, equipe):
    def leads():
        public = Copropriete.objects.with_public_ambassadors().exists()
        return (
            public,
            Ambassadeur.objects.contactable().exists(),
            bool(rows([hidden.copropriete_id])),
        )

    assert leads() == (False, False, False)
    assert not Copropriete.objects.visible_to(UserFactory()).exists()
    assert "Les Glycines" not in client.get("/ambassadeurs/").text
    assert Ambassadeur.objects.public().exists(), "open exchanges go on"
    case = Case.objects.get()
    decide_case(actor=equipe, case=case, version=case.version, kind="retablir")
    assert leads() == (True, True, True)
    assert status(client, None, hidden) == 200
