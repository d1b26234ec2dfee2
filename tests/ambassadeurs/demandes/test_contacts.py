"""Contacts of an organisation pass in a thread; those of a person wait for both to agree."""

import uuid

import pytest

from ambassadeurs.demandes.contact_details.contact_masking import mask
from ambassadeurs.demandes.contact_details.contacts import readable_text
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
