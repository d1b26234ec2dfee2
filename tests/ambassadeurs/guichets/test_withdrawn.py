"""Who asked withdraws while the organisation is writing: the text comes back to who typed it."""

import uuid

import pytest
from django.utils import timezone

from ambassadeurs.demandes.models import Demande
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
TEXT = "Nous pouvons passer mardi."
SAID = "La personne a retiré sa demande"


@pytest.fixture
def withdrawn(client):
    demande = DemandeFactory(
        exploitant=True,
        sent={"address": "33 boulevard Clemenceau"},
        consent_withdrawn_at=timezone.now(),
    )
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    return demande


@pytest.mark.parametrize("where", ["/exploitant/demandes/{}/repondre/", "/mises-en-relation/{}/"])
@pytest.mark.parametrize("change", [{}, {"requester": None, "consent_withdrawn_at": None}])
def test_an_answer_to_a_demande_withdrawn_meanwhile_comes_back(client, withdrawn, where, change):
    Demande.objects.filter(pk=withdrawn.pk).update(**change)
    address = where.format(withdrawn.public_id)
    refused = client.post(address, {"body": TEXT, "submission_key": uuid.uuid4()})
    assert refused.status_code == 403
    assert SAID in refused.text
    assert TEXT in refused.text
    assert "Clemenceau" not in refused.text
    assert not withdrawn.messages.filter(from_requester=False).exists()
    # Read only, it is not there.
    assert client.get(address.removesuffix("repondre/")).status_code == 404


def test_a_stranger_is_told_nothing_of_it(client, withdrawn):
    other = OrganisationFactory(kind="exploitant")
    client.force_login(MembershipFactory(organisation=other).user)
    for address in (
        f"/exploitant/demandes/{withdrawn.public_id}/repondre/",
        f"/exploitant/demandes/{uuid.uuid4()}/repondre/",
    ):
        refused = client.post(address, {"body": TEXT})
        assert refused.status_code == 404
        assert SAID not in refused.text


def test_what_is_typed_about_what_is_gone_comes_back(client):
    agency = OrganisationFactory(kind="agence")
    client.force_login(MembershipFactory(organisation=agency).user)
    gone = f"/agence/demandes/{uuid.uuid4()}/repondre/"
    refused = client.post(gone, {"body": TEXT, "password": "un secret"})
    assert refused.status_code == 404
    assert TEXT in refused.text
    assert "un secret" not in refused.text
