"""Two people read the same retour d’expérience again: the second one learns what the first decided,
and finds what they had typed."""

import pytest

from ambassadeurs.coproprietes.models import RetourExperience
from ambassadeurs.coproprietes.retours.review import publish, return_with_note
from tests.communaute.comptes.factories import UserFactory

from .factories import RetourFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed_to(client):
    """A proposed sheet, and who reads it again."""
    retour = RetourFactory(proposed=True)
    one, two = UserFactory(agence=True), UserFactory(agence=True)
    client.force_login(two)
    return retour, one, f"{retour.copropriete.get_absolute_url()}retour/relire/"


def test_the_second_reader_reads_who_sent_it_back_and_keeps_the_note(client, proposed_to):
    retour, one, address = proposed_to
    return_with_note(actor=one, retour=retour, note="Précisez l’année.")
    said = f"Votre collègue {one.public_name} a déjà renvoyé ce texte à son auteur."
    answer = client.post(address, {"decision": "rendre", "note": "Trop court."}, follow=True)
    assert answer.status_code == 200
    assert said in answer.text
    assert "« Trop court. »" in answer.text
    assert said in client.get(address, follow=True).text


def test_the_second_reader_reads_who_put_it_online(client, proposed_to):
    retour, one, address = proposed_to
    publish(actor=one, retour=retour)
    answer = client.post(address, {"decision": "rendre", "note": "Trop court."})
    assert answer.status_code == 409
    assert f"Votre collègue {one.public_name} a déjà mis ce retour en ligne" in answer.text
    assert "n’est pas encore prise" not in answer.text
    assert "qui n’est pas envoyé" in answer.text
    assert "Trop court." in answer.text


def test_a_sheet_never_proposed_is_not_there_for_who_reads(client, proposed_to):
    retour, _, address = proposed_to
    RetourExperience.objects.filter(pk=retour.pk).update(state="brouillon", proposed_at=None)
    assert client.get(address).status_code == 404
