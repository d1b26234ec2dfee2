"""A word from an agency to an ambassador of its territory."""

import uuid

import pytest

from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.guichets.agence.views import write_to_ambassadeur
from communaute.comptes.perms import memberships_of
from communaute.notifications.models import Notification
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(agence, client):
    client.force_login(agence, backend="django.contrib.auth.backends.ModelBackend")
    organisation = memberships_of(agence)[0].organisation
    organisation.email = "conseil@agence.test"
    organisation.save()
    return organisation


def test_a_word_is_mailed_once_and_the_address_stays_unseen(client, agency, agence):
    # An agency elsewhere, first by name: one does not act for it there.
    MembershipFactory(user=agence, organisation=OrganisationFactory(name="Aaa", covers=["44"]))
    host = AmbassadeurFactory(first_name="Monique")
    page = f"/agence/ambassadeurs/{host.pk}/ecrire/"
    assert client.get(page).status_code == 404
    client.post("/espaces/agir-pour/", {"organisme": agency.pk})
    assert host.user.email not in client.get(page).content.decode()
    data = {"message": "Tout va bien ?", "submission_key": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(page, data).status_code == 302
    told = Notification.objects.get(user=host.user)
    assert agency.name in told.title
    assert "Tout va bien ?" in told.body
    assert "conseil@agence.test" in told.body


def test_an_empty_or_too_long_word_is_said_and_kept(client, agency):
    page = f"/agence/ambassadeurs/{AmbassadeurFactory().pk}/ecrire/"
    key = str(uuid.uuid4())
    for message, error in (("", "Écrivez votre message."), ("a" * 1001, "trop long")):
        response = client.post(page, {"message": message, "submission_key": key})
        assert response.status_code == 422
        assert error in response.content.decode()
        assert message in response.content.decode()
    assert not Notification.objects.exists()


def test_ambassadors_elsewhere_or_unverified_are_out_of_reach(client, agency, agence):
    elsewhere = AmbassadeurFactory(copropriete__commune_id="44109")
    pending = AmbassadeurFactory(pending=True)
    for host, status in ((elsewhere, 404), (pending, 302)):
        page = f"/agence/ambassadeurs/{host.pk}/ecrire/"
        assert client.get(page).status_code == status
        with pytest.raises(NotAllowed):
            write_to_ambassadeur(
                actor=agence, ambassadeur=host, message="Bonjour", submission_key=uuid.uuid4()
            )
    # A mandate that ended while the word was typed.
    kept = client.post(page, {"message": "Tout va bien ?", "submission_key": str(uuid.uuid4())})
    assert kept.status_code == 409
    assert "Tout va bien ?" in kept.text


def test_a_colleague_reads_who_wrote_and_is_told_before_writing_too(client, agency, agence):
    host = AmbassadeurFactory(first_name="Suzanne", unanswered_in_a_row=2)
    page = f"/agence/ambassadeurs/{host.pk}/ecrire/"
    shown = client.get(page).context["form"].initial
    sent = {"message": "Tout va bien ?", "submission_key": str(uuid.uuid4())}
    sent["version"] = shown["version"]
    other = UserFactory(display_name="Claire V.")
    agency.memberships.create(user=other)
    key = uuid.uuid4()
    write_to_ambassadeur(actor=other, ambassadeur=host, message="Bonjour", submission_key=key)
    assert "Claire V. lui a écrit le" in client.get("/agence/").text
    refused = client.post(page, sent)
    assert refused.status_code == 409
    assert "Claire V. lui a écrit le" in refused.text
    assert "Tout va bien ?" in refused.text
    assert Notification.objects.filter(user=host.user).count() == 1
    again = sent | {"version": refused.context["form"]["version"].value()}
    for _ in range(2):
        assert client.post(page, again).status_code == 302
    assert Notification.objects.filter(user=host.user).count() == 2
