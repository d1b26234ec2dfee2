"""Two people read the same retour d’expérience again: the second one learns what the first decided,
and finds what they had typed."""

import pytest

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur, Figure, RetourExperience
from ambassadeurs.coproprietes.retours.review import publish, return_with_note, verify_figure
from ambassadeurs.coproprietes.retours.services import propose, take_back
from communaute.notifications.models import Notification
from tests.communaute.comptes.factories import UserFactory
from tests.versions import version_in

from .factories import FigureFactory, RetourFactory

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


def test_what_nobody_can_read_is_not_said_online(client, proposed_to):
    address = proposed_to[2]
    Ambassadeur.objects.update(status=AmbassadeurStatus.WITHDRAWN)
    answer = client.post(address, {"decision": "publier"}, follow=True)
    (said,) = answer.context["messages"]
    assert "sa page n’est plus publique" in str(said)
    assert "en ligne" not in str(said)
    assert not Notification.objects.filter(kind="coproprietes.retour_published").exists()


def test_the_second_reader_reads_who_put_it_online(client, proposed_to):
    retour, one, address = proposed_to
    publish(actor=one, retour=retour)
    answer = client.post(address, {"decision": "rendre", "note": "Trop court."})
    assert answer.status_code == 409
    assert f"Votre collègue {one.public_name} a déjà mis ce retour en ligne" in answer.text
    assert "n’est pas encore prise" not in answer.text
    assert "qui n’est pas envoyé" in answer.text
    assert "Trop court." in answer.text


@pytest.mark.parametrize("decision", ["publier", "rendre"])
def test_a_text_proposed_again_meanwhile_is_not_decided_of_unread(client, proposed_to, decision):
    retour, _, address = proposed_to
    mine = {"decision": decision, "note": "Trop court.", "version": version_in(client.get(address))}
    take_back(actor=retour.author, retour=retour)
    RetourExperience.objects.filter(pk=retour.pk).update(why="Un autre texte.")
    propose(actor=retour.author, retour=retour)
    refused = client.post(address, mine)
    assert refused.status_code == 409
    assert "vient de proposer un autre texte" in refused.text
    for kept in ("Un autre texte.", "Trop court."):
        assert kept in refused.text
    retour.refresh_from_db()
    assert retour.state == "propose"
    assert client.post(address, mine | {"version": version_in(refused)}).status_code == 302


@pytest.mark.parametrize("is_changed", [True, False])
def test_a_figure_changed_or_verified_meanwhile_is_not_verified_unread(
    client, proposed_to, is_changed
):
    retour, one, address = proposed_to
    figure = FigureFactory(retour=retour, with_proof=True)
    verify = f"/ambassadeurs/chiffres/{figure.pk}/verifier/"
    mine = {"proof_kind": "Facture de 2024", "version": version_in(client.get(address))}
    if is_changed:
        Figure.objects.filter(pk=figure.pk).update(value=figure.value + 1)
    else:
        verify_figure(actor=one, figure=figure, proof_kind="Contrat")
    assert client.post(verify, mine | {"version": "x" * 65}).status_code == 302
    refused = client.post(verify, mine, follow=True)
    assert "relisez-le. Vous aviez écrit « Facture de 2024 »." in refused.text
    figure.refresh_from_db()
    assert figure.proof_kind == ("" if is_changed else "Contrat")
    if is_changed:
        again = mine | {"version": version_in(client.get(address))}
        # The same click twice is no conflict.
        for _ in range(2):
            assert "marqué « vérifié »" in client.post(verify, again, follow=True).text


def test_a_sheet_never_proposed_is_not_there_for_who_reads(client, proposed_to):
    retour, _, address = proposed_to
    RetourExperience.objects.filter(pk=retour.pk).update(state="brouillon", proposed_at=None)
    assert client.get(address).status_code == 404
