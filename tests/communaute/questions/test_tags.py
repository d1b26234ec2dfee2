"""Tags: found in the words, chosen among those that exist, kept in order by editors."""

import pytest
from taggit.models import Tag
from wagtail.models import ModelLogEntry

from communaute.questions.errors import TagRefused
from communaute.questions.models import Question, TagSynonym
from communaute.questions.numbers import NUMBERS
from communaute.questions.perms import can_keep_tags
from communaute.questions.tags import (
    KnownTags,
    add_synonym,
    create_tag,
    merge_tags,
    proposed_for,
    tag_at,
)
from tests.cms.factories import make_guide, make_site
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import ask, soup
from tests.communaute.questions.factories import QuestionFactory
from tests.conftest import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

ASK = "/communaute/questions/poser/"
LONG = NUMBERS.tag_characters_max


@pytest.fixture
def editor():
    return UserFactory(editeur=True)


def asked_with(client, ask_data, tags, **more):
    response = client.post(ASK, ask_data | {"tags": tags} | more)
    assert response.status_code == 302, soup(response).select_one("#erreurs")
    return set(Question.objects.get().tags.names())


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("", {"Prix de la chaleur"}),
        (" #TRAVAUX ;  eau   chaude, Travaux", {"Travaux", "Eau chaude"}),
        ("ECS", {"Eau chaude"}),
    ],
)
def test_tags_are_those_that_exist_however_they_are_typed(
    client, user, editor, ask_data, typed, given
):
    client.force_login(user)
    add_synonym(actor=editor, tag=Tag.objects.create(name="Eau chaude"), name="E.C.S.")
    add_synonym(actor=editor, tag=Tag.objects.get(), name="ecs")

    assert asked_with(client, ask_data, typed) == given


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("travo", "Choisissez « Travaux »"),
        ("zzzz", "« zzzz » n’est pas un mot-clé du site. Retirez-le."),
        ("x" * (LONG + 1), f"Un mot-clé a {LONG} caractères au plus"),
        ("travaux, syndic, eau chaude, pompe à chaleur, classement et pdp, environnement", "5"),
    ],
)
def test_a_wrong_tag_is_said_beside_the_field_and_nothing_is_lost(
    client, user, ask_data, typed, said
):
    client.force_login(user)

    response = client.post(ASK, ask_data | {"tags": typed})

    assert response.status_code == 422
    page = soup(response)
    assert said in page.select_one("details[open]").get_text()
    assert page.select_one("[name=tags]")["value"] == typed
    assert page.select_one("[name=body]").get_text().strip() == ask_data["body"]
    assert not Question.objects.exists()


def test_exactly_five_tags_of_forty_characters_are_accepted(client, user, editor, ask_data):
    client.force_login(user)
    names = [f"{letter * LONG}" for letter in "abcde"]
    for name in names:
        create_tag(actor=editor, name=name)
    with pytest.raises(TagRefused):
        create_tag(actor=editor, name="f" * (LONG + 1))

    assert asked_with(client, ask_data, ", ".join(names)) == set(names)


def test_preview_proposes_tags_from_the_words_and_none_may_be_kept(client, user, ask_data):
    client.force_login(user)
    page = soup(client.post(ASK, ask_data | {"apercu": "1"}))
    boxes = page.select("input[type=checkbox][name=tags]")
    assert [(one["value"], one.has_attr("checked")) for one in boxes] == [
        ("Prix de la chaleur", True)
    ]
    assert page.select_one("[name=tags_shown]")["value"] == "1"
    sent = ask_data | {"tags": ["Travaux", "Syndic"], "corriger": "1"}
    assert soup(client.post(ASK, sent)).select_one("[name=tags]")["value"] == "Travaux, Syndic"

    assert asked_with(client, ask_data, [], tags_shown="1") == set()


def test_merging_moves_everything_and_the_old_word_leads_to_the_new(client, editor, guides):
    question, both = QuestionFactory(), QuestionFactory()
    question.tags.set(["Subvention"])
    both.tags.set(["Subvention", "Aides financières"])
    guide = make_guide(tags=["Subvention"])
    source, target = (Tag.objects.get(name=name) for name in ("Subvention", "Aides financières"))
    add_synonym(actor=editor, tag=source, name="CEE")
    slug = source.slug

    moved = merge_tags(actor=editor, source=source, target=target)

    assert moved == 2
    for content in (question, both, guide):
        content = type(content).objects.get(pk=content.pk)
        assert [tag.name for tag in content.tags.all()] == ["Aides financières"]
    assert not Tag.objects.filter(name="Subvention").exists()
    assert tag_at(slug) == target
    old = client.get(f"/communaute/themes/{slug}/")
    assert (old.status_code, old["Location"]) == (301, f"/communaute/themes/{target.slug}/")
    assert tag_at("") is None
    known = KnownTags.read()
    assert known.find("subventions") is None
    assert known.resolve(["SUBVENTION", "cee"]) == ["Aides financières"]
    entry = ModelLogEntry.objects.filter(action="questions.tag_merged").get()
    assert (entry.user, entry.data) == (editor, {"name": "Subvention", "moved": 2})
    assert "« Subvention » fusionné ici" in entry.formatter.format_message(entry)


def test_themes_found_in_the_words_are_those_that_exist_and_follow_a_merge(editor):
    Tag.objects.create(name="Prix de la chaleur")
    cost = create_tag(actor=editor, name="Coût")
    merge_tags(actor=editor, source=Tag.objects.get(name="Prix de la chaleur"), target=cost)
    create_tag(actor=editor, name="Sous-station")

    assert list(ask(title="Quel prix pour le raccordement ?").tags.names()) == ["Coût"]
    assert proposed_for("Qui entretient la sous-station ?") == ["Travaux", "Sous-station"]
    assert proposed_for("Bonjour à tous") == []


def test_what_an_editor_may_not_write(editor):
    tag = create_tag(actor=editor, name="  Chaufferie   bois ")
    assert tag.name == "Chaufferie bois"
    for name in ("chaufferie BOIS", "travaux", "  ", "!!!"):
        with pytest.raises(TagRefused):
            create_tag(actor=editor, name=name)
    with pytest.raises(TagRefused):
        merge_tags(actor=editor, source=tag, target=tag)
    assert add_synonym(actor=editor, tag=tag, name="Bois") == add_synonym(
        actor=editor, tag=tag, name="bois"
    )


def test_only_editors_keep_tags(client, person):
    assert {role: can_keep_tags(person(role)) for role in ROLES} == {
        role: role == "editeur" for role in ROLES
    }
    someone = person("agence")
    one, other = Tag.objects.create(name="Un"), Tag.objects.create(name="Autre")
    for act in (
        lambda: create_tag(actor=someone, name="Nouveau"),
        lambda: add_synonym(actor=someone, tag=one, name="Mot"),
        lambda: merge_tags(actor=someone, source=one, target=other),
    ):
        with pytest.raises(TagRefused):
            act()
    client.force_login(someone)
    assert client.get("/gestion/mots-cles/").status_code in {302, 403}
    merge = client.post(f"/gestion/mots-cles/{one.pk}/fusionner/", {"target": other.pk})
    assert merge.status_code in {302, 403}
    assert Tag.objects.count() == 2


def test_the_pages_of_editors(client, editor):
    make_site()
    client.force_login(editor)
    base = "/gestion/mots-cles/"
    assert client.post(base, {"name": "Chaufferie"}).status_code == 302
    again = client.post(base, {"name": "chaufferie"})
    assert again.status_code == 422
    assert "est déjà un mot-clé" in again.content.decode()
    tag = Tag.objects.get()
    assert "Chaufferie" in client.get(base).content.decode()
    client.post(f"{base}{tag.pk}/synonyme/", {"name": "Chaudière collective"})
    assert "Chaudière collective" in client.get(f"{base}{tag.pk}/").content.decode()
    itself = client.post(f"{base}{tag.pk}/fusionner/", {"target": tag.pk})
    assert itself.status_code == 422
    other = Tag.objects.create(name="Autre")
    assert client.post(f"{base}{tag.pk}/fusionner/", {"target": other.pk}).status_code == 302
    assert set(TagSynonym.objects.values_list("name", "tag__name")) == {
        ("Chaufferie", "Autre"),
        ("Chaudière collective", "Autre"),
    }
    for act in ("fusionner/", "synonyme/"):
        again = client.post(f"{base}{tag.pk}/{act}", {"target": other.pk, "name": "X"}, follow=True)
        assert again.redirect_chain == [(base, 302)]
        assert "il est déjà réuni à un autre" in again.text
    history = client.get("/gestion/reports/site-history/")
    assert history.status_code in {200, 302}
