"""Contacts of an organisation pass in a thread; those of a person wait for both to agree."""

import uuid

import pytest
from django.urls import reverse

from ambassadeurs.demandes.contact_details import hides_all, mask, readable_text
from ambassadeurs.demandes.models import Message
from ambassadeurs.demandes.moderated import _line
from ambassadeurs.demandes.services.messages import post_message
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory
from tests.mails import sent_mails

from .asking import minutes_over
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db
PRIVATE = "Joignez-moi au 06 12 34 56 78 ou à gerard@exemple.test."


@pytest.fixture
def demande():
    operator = OrganisationFactory(
        kind="exploitant", name="Chaleur SA", phone="04 76 00 00 00", email="devis@chaleur.test"
    )
    return DemandeFactory(exploitant=True, organisation=operator)


@pytest.fixture
def colleague(demande):
    return MembershipFactory(organisation=demande.organisation, user__email="lea@chaleur.test").user


def write(demande, author, body):
    key = uuid.uuid4()
    return post_message(actor=author, demande=demande, body=body, submission_key=key)


def test_what_a_professional_types_is_read_on_the_page_and_in_the_mail(client, demande, colleague):
    body = "Mon direct : 04 76 11 22 33, lea.p@chaleur.test. Ou mon mobile, 06 99 88 77 66."
    message = write(demande, colleague, body)
    minutes_over()
    client.force_login(demande.requester)
    page = client.get(demande.get_absolute_url()).content.decode()
    for told in ("04 76 11 22 33", "lea.p@chaleur.test", "06 99 88 77 66"):
        assert told in page
        assert told in sent_mails()[-1].body
    assert "masqué" not in _line(message, demande)


def test_contacts_of_the_organisation_pass_when_the_person_quotes_them(demande, colleague):
    quoting = (
        "J’ai appelé le 04.76.00.00.00, puis écrit à Devis@chaleur.test et à lea@chaleur.test."
    )
    message = Message(demande=demande, from_requester=True, body=quoting)
    assert readable_text(message, demande) == quoting


def test_those_of_the_person_wait_for_both(client, demande, colleague):
    write(demande, demande.requester, PRIVATE)
    client.force_login(colleague)
    page = client.get(demande.get_absolute_url()).content.decode()
    for secret in ("06 12 34 56 78", "gerard@exemple.test"):
        assert secret not in page + sent_mails()[-1].body
    demande.requester_shares_contact = demande.recipient_shares_contact = True
    demande.save()
    assert "06 12 34 56 78" in client.get(demande.get_absolute_url()).content.decode()


def test_the_address_joined_to_the_request_is_no_secret_and_the_rest_may_be_exchanged(
    client, demande, colleague
):
    demande.sent = {"email": "gerard@exemple.test"}
    demande.save()
    message = write(demande, demande.requester, PRIVATE)
    assert "gerard@exemple.test" in sent_mails()[-1].body
    assert "06 12 34 56 78" not in sent_mails()[-1].body
    assert "gerard@exemple.test" not in _line(message, demande)
    share = reverse("demandes:share", args=[demande.public_id])
    for person in (demande.requester, colleague):
        client.force_login(person)
        page = client.get(demande.get_absolute_url()).content.decode()
        assert "gerard@exemple.test" in page
        assert "[téléphone masqué]" in page
        assert f'action="{share}"' in page
        client.post(share)
    for person in (demande.requester, colleague):
        client.force_login(person)
        assert "06 12 34 56 78" in client.get(demande.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("body", "hides"),
    [
        ("06 12 34 56 78", True),
        ("gerard@exemple.test, 06 12 34 56 78", False),
        ("Le 06 12 34 56 78, merci", False),
    ],
)
def test_only_contacts_is_said_when_nothing_is_left_to_read(demande, body, hides):
    demande.sent = {"email": "gerard@exemple.test"}
    message = Message(demande=demande, from_requester=True, body=body)
    assert hides_all(message, demande) is hides


def test_an_ambassador_is_a_person(client):
    demande = DemandeFactory()
    message = write(demande, demande.ambassadeur.user, PRIVATE)
    assert "[téléphone masqué]" in readable_text(message, demande)


def test_moderation_never_reads_contacts_of_a_person(demande, colleague):
    demande.requester_shares_contact = demande.recipient_shares_contact = True
    message = Message(demande=demande, from_requester=True, body=PRIVATE)
    assert "06 12" not in _line(message, demande)


@pytest.mark.parametrize("typed", ["+33 4 76 00 00 00", "0476000000", "04-76-00-00-00"])
def test_one_number_in_any_spelling(typed):
    assert mask(f"Le {typed}.", but=["04 76 00 00 00"]) == f"Le {typed}."
    assert mask(f"Le {typed}.", but=["04 76 00 00 01"]) == "Le [téléphone masqué]."
