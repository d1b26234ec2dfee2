import pytest
from django.core.exceptions import ValidationError

from cms.starter import create_starter_pages
from communaute.moderation.enums import Ground, NoticeCategory
from communaute.moderation.errors import InvalidDecisionError
from communaute.moderation.models import Wording
from communaute.moderation.reasons import GENERAL, STARTERS
from communaute.moderation.wordings import (
    HAS_HOLE,
    NO_PASSAGE,
    create_starter_wordings,
    fault_of,
    holds,
    with_passage,
    wording_for,
    wordings,
)

from .factories import CaseFactory, hide

pytestmark = pytest.mark.django_db
TEXT = "Bonjour, M. Durand au 3e étage bloque tout."


def test_until_the_team_has_its_own_the_starters_stand():
    assert wordings() == [*STARTERS, GENERAL]
    assert wording_for("rien") == GENERAL


def test_the_general_reason_is_last_rests_on_no_rule_and_is_not_the_back_office_s():
    create_starter_wordings()
    assert wordings()[-1] == GENERAL
    assert GENERAL.rule == ""
    kept = Wording(key="autre", title="Autre", category="autre", rule="3.1", facts="Faits.")
    with pytest.raises(ValidationError) as refused:
        kept.full_clean()
    assert "déjà dans la liste" in refused.value.message_dict["key"][0]
    # One that was written before.
    kept.save()
    assert [one for one in wordings() if one.key == "autre"] == [GENERAL]


def test_a_new_installation_has_them_once_and_keeps_edits():
    titles = [one.title for one in STARTERS]
    assert [title for title in create_starter_pages() if title in titles] == titles
    edited = Wording.objects.get(key="commercial")
    edited.facts = "Votre texte vend quelque chose : nous l’avons lu de près."
    edited.save_revision().publish()
    assert create_starter_wordings() == []
    assert wording_for("commercial").facts == edited.facts
    assert {one.key for one in wordings()} == {one.key for one in (*STARTERS, GENERAL)}
    assert edited.revisions.count() == 2


def test_a_draft_is_not_offered():
    create_starter_wordings()
    Wording.objects.get(key="commercial").unpublish()
    assert wording_for(NoticeCategory.COMMERCIAL).key == NoticeCategory.OTHER


def test_a_wording_rests_on_a_rule_that_exists():
    wording = Wording(
        key="essai", title="Essai", category="autre", rule="9.9", facts="Faits : « … »."
    )
    with pytest.raises(ValidationError) as refused:
        wording.full_clean()
    assert "9.9" in str(refused.value.message_dict["rule"])
    for rule in ("3.2", "C2", "code-civil-9"):
        wording.rule = rule
        wording.full_clean()


def test_nothing_is_sent_without_the_passage_whatever_the_reason():
    faults = {
        "Il s’agit du passage suivant : « … ».": HAS_HOLE,
        "Pour la raison suivante : …": HAS_HOLE,
        "Votre texte vend une pompe à chaleur.": NO_PASSAGE,
        "Votre texte nomme un voisin.": NO_PASSAGE,
        "Votre texte nomme quelqu’un : « M. Durand au 3e étage ».": "",
        "Votre texte nomme quelqu’un : «\u00a0m. durand  au 3e ÉTAGE\u00a0».": "",
        "Votre texte nomme quelqu’un : « Mme Martin ».": NO_PASSAGE,
        "Votre texte nomme quelqu’un : « ».": NO_PASSAGE,
        "Votre texte nomme quelqu’un : M. Durand.": NO_PASSAGE,
    }
    assert {facts: fault_of(facts, TEXT) for facts in faults} == faults


def test_a_passage_is_found_as_the_site_shows_it():
    there = {
        ("Un **prix cassé**, _garanti_", "prix cassé, garanti"): True,
        ("Voir [mon site](https://vente.example/pac) demain", "mon site demain"): True,
        ("Bravo 👏👏", "👏"): True,
        ("Bravo 👏👏", "🔥"): False,
        ("Une phrase.\n\nUne autre.", "phrase. Une autre"): True,
        (TEXT, "M. Martin"): False,
        (TEXT, "  "): False,
    }
    assert {pair: holds(*pair) for pair in there} == there


def test_the_passage_goes_where_the_facts_leave_its_place():
    whistle = "« Ça siffle », dit-on"
    whole = {
        ("Des mots : « … ». Voilà.", "bloque  tout"): "Des mots : « bloque tout ». Voilà.",
        ("Des mots.", "bloque tout"): "Des mots. Il s’agit du passage suivant : « bloque tout ».",
        ("Vous dites « bloque tout ».", "bloque tout"): "Vous dites « bloque tout ».",
        ("Des mots : « … ».", ""): "Des mots : « … ».",
        ("Ici : « … ».", whistle): "Ici : « “Ça siffle”, dit-on ».",
        ("Ici : « “Ça siffle”, dit-on ».", whistle): "Ici : « “Ça siffle”, dit-on ».",
    }
    assert {pair: with_passage(*pair) for pair in whole} == whole


def test_every_reason_to_start_from_is_whole_once_the_passage_is_quoted():
    for one in STARTERS:
        assert fault_of(with_passage(one.facts, "bloque tout"), TEXT) == "", one.key


@pytest.mark.parametrize(
    "facts",
    [
        "Votre texte contient des mots qui blessent : « … ».",
        "Votre texte contient des mots qui visent une personne.",
    ],
)
def test_the_service_itself_refuses_to_send_it(agence, facts):
    case = CaseFactory()
    with pytest.raises(InvalidDecisionError):
        hide(case, agence, facts=facts, ground=Ground.CGU, rule="CGU 3.3 Respecter les personnes")
    case.content_type.get_object_for_this_type(pk=case.object_id).refresh_from_db()
    assert not case.decisions.exists()


def test_the_back_office_lists_and_edits_them(admin_client):
    create_starter_wordings()
    wording = Wording.objects.get(key="commercial")
    assert (
        "Publicité ou démarchage" in admin_client.get("/gestion/snippets/moderation/wording/").text
    )
    page = admin_client.get(f"/gestion/snippets/moderation/wording/edit/{wording.pk}/")
    assert "la place du passage que le modérateur cite" in page.text
    history = admin_client.get(f"/gestion/snippets/moderation/wording/history/{wording.pk}/")
    assert history.status_code == 200
