"""The reason, the passage and the facts of a statement: the moderator's, never the reporter's."""

import pytest

from communaute.comptes.closing import close_account
from communaute.moderation.enums import NoticeCategory, Redress
from communaute.moderation.models import Decision
from tests.communaute.moderation.factories import FACTS, CaseFactory, NoticeFactory, hidden_case
from tests.communaute.moderation.test_views_cases import CANNED, HIDE, url

pytestmark = pytest.mark.django_db


def test_the_reason_and_the_facts_are_the_moderator_s_never_the_reporter_s(desk):
    case = CaseFactory(content__body="Achetez ma pompe à chaleur.")
    page = desk.get(case.get_absolute_url())
    assert page.context["form"].initial.keys() == {"version", "seen"}
    response = desk.post(url("decide", case), {"version": 1, "rapide": "masquer"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"modele", "passage"}
    assert "Choisissez la raison" in response.text
    # Reported as an advertisement, hidden as rude: two answers are enough, whatever the reason.
    chosen = {"rapide": "masquer", "modele": "irrespect", "passage": "ma pompe à chaleur"}
    assert desk.post(url("decide", case), {"version": 1} | chosen).status_code == 302
    statement = Decision.objects.get().statement
    assert (statement.rule_code, statement.category) == ("3.3", "irrespect")
    assert statement.facts.startswith("Votre texte contient des mots qui visent une personne")
    assert "« ma pompe à chaleur »" in statement.facts


def test_another_reason_asks_for_the_rule_beside_its_field(desk):
    case = CaseFactory()
    asked = {"version": 1, "rapide": "masquer", "modele": "autre", "passage": "chaudière au gaz"}
    response = desk.post(url("decide", case), asked)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"rule"}
    assert "Choisissez la règle ou la loi" in response.text
    assert not Decision.objects.exists()
    desk.post(url("decide", case), asked | {"rule": "3.8"})
    statement = Decision.objects.get().statement
    assert (statement.rule_code, statement.category) == ("3.8", "autre")


def test_no_reason_hides_without_the_passage_and_each_needs_no_more(desk):
    """All of them, below: see test_wordings."""
    case = CaseFactory()
    asked = {"version": 1, "rapide": "masquer", "modele": NoticeCategory.PERSONAL_DATA.value}
    for passage in ("", "Des mots qui n’y sont pas"):
        response = desk.post(url("decide", case), asked | {"passage": passage})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"passage"}
        assert not Decision.objects.exists()
    desk.post(url("decide", case), asked | {"passage": "Notre chaudière au gaz"})
    statement = Decision.objects.get().statement
    assert "« Notre chaudière au gaz »" in statement.facts
    assert Redress.CNIL in statement.redress


def test_one_may_go_on_from_the_words_of_a_reason(desk):
    case = CaseFactory()
    chosen = {"reprendre": "1", "modele": "irrespect", "passage": "chaudière"}
    again = HIDE | chosen | {"facts": "", "note": "À revoir."}
    taken = desk.post(url("decide", case), again).context["form"].initial
    assert (taken["rule"], taken["facts"]) == ("3.3", CANNED["irrespect"].facts)
    assert (taken["kind"], taken["note"]) == (HIDE["kind"], "À revoir.")
    assert (taken["modele"], taken["passage"]) == ("irrespect", "chaudière")
    # What one wrote oneself stays, above.
    kept = desk.post(url("decide", case), HIDE | chosen).context["form"].initial["facts"]
    assert kept == f"{FACTS}\n\n{CANNED['irrespect'].facts}"
    other = HIDE | chosen | {"modele": "autre", "facts": kept}
    again = desk.post(url("decide", case), other).context["form"].initial["facts"]
    assert again == f"{FACTS}\n\n{CANNED['autre'].facts}"
    for wrong in ("zzz", ""):
        asked = desk.post(url("decide", case), HIDE | chosen | {"modele": wrong})
        assert asked.status_code == 422
        assert "Choisissez d’abord une raison" in asked.text
    assert not Decision.objects.exists()


def test_hiding_is_not_the_one_dark_button(desk):
    case = CaseFactory()
    for address in (case.get_absolute_url(), f"/moderation/ensemble/?dossiers={case.pk}"):
        bar = desk.get(address).text.partition('class="mod-bar"')[2]
        button = bar.partition('value="masquer"')[0].rpartition("<button")[2]
        assert "fr-btn--secondary" in button


def test_a_case_that_is_closed_has_one_way_to_go_back_on_it(desk):
    page = desk.get(hidden_case().get_absolute_url()).text
    assert "Revenir sur la décision" in page
    assert 'class="mod-bar"' not in page


def test_several_are_decided_whole_and_each_says_why_it_was_reported(desk):
    rude, false = (
        CaseFactory(notices=0, content__body=f"Bon. {'Lisez-moi. ' * 60}Fin."),
        CaseFactory(),
    )
    NoticeFactory(case=rude, category=NoticeCategory.RUDE)
    false.notices.update(category=NoticeCategory.FALSE)
    page = desk.get(f"/moderation/ensemble/?dossiers={rude.pk}&dossiers={false.pk}").text
    first = page.partition(f"dossier n° {rude.pk}</a>")[2].partition("</li>")[0]
    assert NoticeCategory.RUDE.label in first
    assert "Lisez-moi. Fin." in first
    second = page.partition(f"dossier n° {false.pk}</a>")[2].partition("</li>")[0]
    assert NoticeCategory.FALSE.label in second


def test_nothing_is_said_sent_to_an_author_who_has_no_account_any_more(desk):
    case = CaseFactory()
    assert "Voir ce que l’auteur recevra" in desk.get(case.get_absolute_url()).text
    close_account(actor=case.author)
    page = desk.get(case.get_absolute_url()).text
    assert "L’auteur n’a plus de compte : il ne recevra rien." in page
    for promised in ("l’auteur lira", "L’auteur recevra", "Voir ce que l’auteur"):
        assert promised not in page
