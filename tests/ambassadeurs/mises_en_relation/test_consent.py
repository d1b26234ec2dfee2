"""What an operator reads ends with the consent: closed by the person, or account erased."""

import uuid

import pytest
from django.utils import timezone

from ambassadeurs.mises_en_relation import announcements, clocks
from ambassadeurs.mises_en_relation.enums import DeskStatus
from ambassadeurs.mises_en_relation.errors import NotAllowed
from ambassadeurs.mises_en_relation.models import MiseEnRelation
from ambassadeurs.mises_en_relation.perms import is_agreed, is_party
from ambassadeurs.mises_en_relation.perms_desk import can_treat_prospect
from ambassadeurs.mises_en_relation.querysets import AGREED
from ambassadeurs.mises_en_relation.services.desk import change_status, rotate_token
from ambassadeurs.mises_en_relation.services.messages import close, post_message, reopen
from communaute.comptes.models import User

from .asking import ask, ask_operator, asker

pytestmark = pytest.mark.django_db
ADDRESS = "47 boulevard Introuvable"


@pytest.fixture
def mise():
    """A request to an operator, with all that may be sent."""
    user, building = asker(address=ADDRESS, name="Les Introuvables")
    share = {"commune", "name", "address", "lots", "email"}
    return ask_operator(user, building, share=share, message="Bonjour, au 3e étage.")


@pytest.fixture
def colleague(mise):
    user = User.objects.create(email="chaleur@example.org", display_name="Léa P.")
    mise.organisation.memberships.create(user=user)
    return user


def everything(client, mise, colleague):
    """All that the operator can read: pages, files, API."""
    client.force_login(colleague)
    pages = ["", "export.csv", "carte.geojson", f"demandes/{mise.public_id}/"]
    key = rotate_token(actor=colleague, organisation=mise.organisation)
    answers = [client.get(f"/exploitant/{page}") for page in pages]
    answers += [client.get(mise.get_absolute_url()), client.get("/mises-en-relation/")]
    answers.append(
        client.get("/api/v2/demands", headers={"Authorization": f"Bearer {key}"}),
    )
    return "\n".join(
        (b"".join(one.streaming_content) if one.streaming else one.content).decode()
        for one in answers
    )


def test_what_the_person_closes_is_read_no_more_until_they_reopen(client, mise, colleague):
    secrets = [ADDRESS, "au 3e étage", mise.requester.email, str(mise.public_id)]
    before = everything(client, mise, colleague)
    assert [secret for secret in secrets if secret not in before] == []

    close(actor=mise.requester, mise=mise)

    after = everything(client, mise, colleague)
    assert [secret for secret in secrets if secret in after] == []
    mise.refresh_from_db()
    with pytest.raises(NotAllowed):
        change_status(actor=colleague, mise=mise, status=DeskStatus.RACCORDE)
    with pytest.raises(NotAllowed):
        change_status(actor=None, mise=mise, status=DeskStatus.RACCORDE, by_partner_api=True)
    assert not is_party(colleague, mise)
    assert not can_treat_prospect(colleague, mise)
    told = colleague.notifications.get(title__contains="a retiré sa demande")
    assert told.mail
    assert ADDRESS not in told.body + told.title
    # Still counted, and the proof of the consent stays.
    assert MiseEnRelation.objects.count() == 1
    assert mise.consent_text
    assert mise.consent_withdrawn_at == mise.closed_at
    client.force_login(mise.requester)
    page = client.get(mise.get_absolute_url()).content.decode()
    assert "Rouvrir et redonner mon accord" in page
    assert "vous redonnez votre accord" in page

    client.post(f"{mise.get_absolute_url()}rouvrir/")

    again = everything(client, mise, colleague)
    assert [secret for secret in secrets if secret not in again] == []
    assert colleague.notifications.filter(title__contains="a rouvert").count() == 1


def test_consent_is_withdrawn_even_after_the_operator_closed(client, mise, colleague):
    close(actor=colleague, mise=mise)
    assert mise.requester.notifications.filter(title__contains="a clos").count() == 1
    assert ADDRESS in everything(client, mise, colleague)
    client.force_login(mise.requester)
    assert "Retirer mon accord" in client.get(mise.get_absolute_url()).content.decode()
    client.post(f"{mise.get_absolute_url()}clore/")
    assert ADDRESS not in everything(client, mise, colleague)
    mise.refresh_from_db()
    assert mise.closed_because == "destinataire"
    reopen(actor=mise.requester, mise=mise)
    mise.refresh_from_db()
    assert is_agreed(mise)


def test_rule_in_python_and_in_the_database_are_twins(mise):
    for changes in (
        {},
        {"consent_withdrawn_at": timezone.now()},
        {"consent_withdrawn_at": None, "requester": None},
    ):
        MiseEnRelation.objects.update(**changes)
        one = MiseEnRelation.objects.get()
        assert is_agreed(one) == MiseEnRelation.objects.filter(AGREED).exists()


def test_erased_account_leaves_a_proof_and_nothing_personal(client, mise, colleague, monkeypatch):
    other = ask(mise.requester, mise.copropriete)
    mise.requester.delete()
    assert ADDRESS not in everything(client, mise, colleague)

    announce = announcements.announce_closed

    def fail_first(one, **kwargs):
        if one == mise:
            raise ValueError
        announce(one, **kwargs)

    # The first one that fails keeps no other, and is tried again.
    with monkeypatch.context() as patch:
        patch.setattr(announcements, "announce_closed", fail_first)
        done = clocks.run()
    assert (done[clocks.FAILED], done["requests_erased"]) == (1, 1)
    assert clocks.run()["requests_erased"] == 1
    assert "requests_erased" not in clocks.run()

    mise.refresh_from_db()
    assert mise.sent["Nombre de lots"] == "58"
    assert mise.sent["Adresse de l’immeuble"] == mise.sent["Mon adresse électronique"] == "effacé"
    assert "boulevard" not in mise.sent_text
    assert mise.consent_text
    assert mise.state == "close"
    told = colleague.notifications.get(title__contains="a retiré sa demande")
    assert told.title.startswith("Un ancien membre")
    other.refresh_from_db()
    assert other.state == "close"
    other.ambassadeur.refresh_from_db()
    assert other.ambassadeur.open_requests == 0
    assert other.ambassadeur.user.notifications.filter(title__contains="a clos").exists()


@pytest.mark.parametrize("departure", ["membership", "inactive"])
def test_request_of_a_colleague_who_left_goes_to_those_who_stay(mise, colleague, departure):
    left = User.objects.create(email="parti@example.org", display_name="Paul P.")
    membership = mise.organisation.memberships.create(user=left)
    mise.assigned_to = left
    mise.save()
    if departure == "membership":
        membership.delete()
    else:
        User.objects.filter(pk=left.pk).update(is_active=False)
    post_message(
        actor=mise.requester, mise=mise, body="Vous êtes là ?", submission_key=uuid.uuid4()
    )
    assert not left.notifications.exists()
    assert colleague.notifications.count() == 1
