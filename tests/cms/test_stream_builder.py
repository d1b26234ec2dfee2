"""Pages written in data files: what is told is read, what is not known is refused."""

import pytest

from cms.demo.loader import Guide
from cms.models import StandardPage
from cms.stream_builder import Block, faq, h, note, starter_page, steps, written, written_in

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGE = {"slug": "essai", "title": "Essai"}
GUIDE = PAGE | {"stage": "vote", "summary": "", "tags": [], "reviewed": "", "body": []}


def blocks(*told: dict) -> list[Block]:
    return written({"body": told}, dict)["body"]


def test_each_block_is_the_one_of_its_name():
    told = blocks(
        {"h": "Le prix : combien ?"},
        {"steps": [["Un", "D’abord."], ["Deux", "Ensuite."]]},
        {"note": {"kind": "info", "title": "à savoir", "text": "**Oui**."}},
        {"insert": "identity"},
    )
    assert told[0] == h("Le prix : combien ?")
    assert told[1] == steps(("Un", "D’abord."), ("Deux", "Ensuite."))
    assert str(told[2][1]["text"]) == str(note("info", "", "**Oui**.")[1]["text"])
    assert told[3] == ("identity", None)
    ((_, one),) = blocks({"faq": [["Et ?", "Rien."]]})
    assert one["questions"][0]["question"] == faq(("Et ?", "Rien."))[1]["questions"][0]["question"]


@pytest.mark.parametrize(
    "block",
    [
        {"paragraphe": "Un."},
        {"h": "Un", "p": "Deux."},
        {},
        {"note": {"kind": "info", "titre": "Un", "text": "Deux."}},
        {"h": ["Un", "Deux"]},
        {"steps": [["Un"]]},
        {"faq": [["Un", "Deux", "Trois"]]},
    ],
)
def test_what_no_block_holds_is_refused(block):
    with pytest.raises((TypeError, ValueError)):
        blocks(block)


@pytest.mark.parametrize(("kind", "told"), [(StandardPage, PAGE), (Guide, GUIDE)])
def test_a_field_that_the_page_has_not_is_refused(kind, told):
    assert written(told, kind).slug == "essai"
    with pytest.raises(TypeError, match="resume"):
        written(told | {"resume": "Un mot."}, kind)


def test_a_stage_that_is_none_is_refused():
    with pytest.raises(ValueError, match="voter"):
        written(GUIDE | {"stage": "voter"}, Guide)


def test_a_number_that_no_room_has_stops_the_page():
    with pytest.raises(AttributeError):
        blocks({"p": "Sous {coproprietes.inconnu} jours."})


def test_a_file_that_is_refused_is_named(tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text('[[body]]\ntitre = "Un"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="titre") as refused:
        written_in(path, StandardPage)
    assert str(path) in refused.value.__notes__[0]


def test_a_page_is_found_where_it_stands():
    page = starter_page("donnees-personnelles", StandardPage)
    assert page.title == "Données personnelles"
    assert "{coproprietes." not in str(page.body.get_prep_value())
