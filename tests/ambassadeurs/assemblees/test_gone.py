"""What a page of before acts on is there no more: said so, and nothing typed is lost."""

import pytest

from ambassadeurs.assemblees.dossier import services
from socle.errors import NoLonger

from .dossiers import page_of

pytestmark = pytest.mark.django_db


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
        services.answer_asked(actor=member, asked=question, answer="Oui.")


def test_an_assembly_that_has_not_met_yet_has_no_result(client, member, assembly):
    client.force_login(member)
    home = f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee/"
    page = client.get(f"{home}{assembly.pk}/resultat/", follow=True)
    assert page.redirect_chain == [(home, 302)]
    assert "Cette assemblée n’a pas encore eu lieu." in page.text


def test_who_left_the_building_meanwhile_gets_back_what_they_typed(client, member, assembly):
    client.force_login(member)
    typed = {"body": "Qui paie la cave ?", "key": "tantièmes de chauffage"}
    assembly.copropriete.memberships.all().delete()
    pages = [page_of(assembly, what) for what in ("", "vos-questions/", "cout-par-lot/")]
    for address in (page_of(assembly)[: -len("dossier/")] + "resultat/", *pages):
        kept = client.post(address, typed)
        assert kept.status_code == 409
        for said in ("partie de cette copropriété", *typed.values()):
            assert said in kept.text
        assert 'href="/mon-compte/copropriete/"' in kept.text
