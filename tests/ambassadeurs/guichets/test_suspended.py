"""Who may send no private message reads it above the answer of a desk, before they type."""

import pytest

from communaute.moderation.enums import SanctionKind
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["exploitant", "agence"])
def test_a_desk_says_that_private_messages_are_suspended(client, kind):
    demande = DemandeFactory(**{kind: True})
    demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")
    person = MembershipFactory(organisation=demande.organisation).user
    client.force_login(person)
    address = f"/{kind}/demandes/{demande.public_id}/"
    said = "Vos messages privés, mises en relation et visites sont suspendus"
    assert said not in client.get(address).text
    sanctioned(SanctionKind.MESSAGES, case=CaseFactory(content__author=person))
    page = client.get(address)
    assert page.text.count(said) == 1
    assert page.text.index(said) < page.text.index('name="body"')
