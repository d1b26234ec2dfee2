"""What a page of before acts on is there no more: said so, and nothing typed is lost."""

import pytest

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.services import plan
from socle.errors import NoLonger
from tests import clock

from .dossiers import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    clock.stop(monkeypatch)


def test_a_question_taken_off_meanwhile_gives_the_answer_back(client, member, assembly):
    question = assembly.asked.create(body="Et la cave ?", asked_by=member)
    client.force_login(member)
    address = page_of(assembly, f"vos-questions/{question.pk}/")
    assert "La question est retirée." in client.post(f"{address}retirer/", follow=True).text
    kept = client.post(address, {"answer": "La cave reste sèche.", "version": ""})
    assert kept.status_code == 409
    assert "La cave reste sèche." in kept.text
    for again in (client.get(address, follow=True), client.post(f"{address}retirer/", follow=True)):
        assert again.redirect_chain == [(page_of(assembly, "vos-questions/"), 302)]
        assert "Cette question était déjà retirée" in again.text
    with pytest.raises(NoLonger):
        services.answer_asked(actor=member, asked=question, text="Oui.")


def test_an_assembly_cancelled_meanwhile_leads_to_the_next(client, member, assembly):
    client.force_login(member)
    plan(actor=member, copropriete=assembly.copropriete, held_on=None)
    home = f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee/"
    dossier = page_of(assembly)
    result = f"{home}{assembly.pk}/resultat/"
    for address, said in ((dossier, "a été annulée"), (result, "est annulée")):
        for again in (client.get(address, follow=True), client.post(address, follow=True)):
            assert again.redirect_chain == [(home, 302)]
            assert f"Cette assemblée {said}" in again.text
    kept = client.post(page_of(assembly, "vos-questions/"), {"body": "Et la cave, alors ?"})
    assert kept.status_code == 409
    assert "Et la cave, alors ?" in kept.text
