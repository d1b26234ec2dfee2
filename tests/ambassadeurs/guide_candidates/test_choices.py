"""Choosing in lists what is beside a guide or who tells a story, in `/gestion/`."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.search import index_building
from cms.dashboard.selectors import lost_choices
from cms.pages.models import StoryPage
from cms.starter import EDITORS
from communaute.questions.search import index_question
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.cms.factories import make_guide, make_site
from tests.cms.pages.factories import make_news_index, make_page
from tests.cms.test_admin import person, sign_in
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
QUESTIONS, COPROPRIETES = "/gestion/choisir/questions/", "/gestion/choisir/coproprietes/"


@pytest.fixture
def editor(client, db):
    make_site()
    sign_in(client, person(EDITORS))
    return client


def building(name, commune=None):
    place = {"copropriete__commune": commune} if commune else {}
    made = AmbassadeurFactory(copropriete__name=name, **place).copropriete
    index_building(made.pk)
    return made


def question(title, **facts):
    made = QuestionFactory(title=title, **facts)
    index_question(made.pk)
    return made


def listed(client, address, words=""):
    html = client.get(f"{address}resultats/", {"q": words}).content
    return [
        one.get_text(strip=True)
        for one in BeautifulSoup(html, "html.parser").select("[data-chooser-modal-choice]")
    ]


def test_only_public_questions_are_listed_and_found_by_words(editor):
    question("Faut-il changer les radiateurs ?")
    question("Qui paie la sous-station ?")
    hidden = question("Une question masquée sur les radiateurs", hidden=True)
    assert sorted(listed(editor, QUESTIONS)) == [
        "Faut-il changer les radiateurs ?",
        "Qui paie la sous-station ?",
    ]
    assert listed(editor, QUESTIONS, "radiateurs") == ["Faut-il changer les radiateurs ?"]
    assert listed(editor, QUESTIONS, "piscine") == []
    assert editor.get(f"{QUESTIONS}{hidden.pk}/").status_code == 404


def test_only_present_ambassadors_are_listed_and_found_by_town(editor):
    there = building("Les Tilleuls")
    CoproprieteFactory(name="Sans ambassadeur")
    assert listed(editor, COPROPRIETES) == ["Les Tilleuls"]
    assert listed(editor, COPROPRIETES, there.commune.name) == ["Les Tilleuls"]
    given = json.loads(editor.get(f"{COPROPRIETES}{there.pk}/").content)
    assert given["step"] == "chosen"
    assert given["result"] == {
        "address": there.get_absolute_url(),
        "title": "Les Tilleuls",
        "detail": there.commune.name,
        "label": "Copropriété",
    }


def test_who_writes_no_page_chooses_nothing(client, membre):
    make_site()
    chosen = question("Faut-il changer les radiateurs ?")
    group = Group.objects.create(name="Images seules")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    addresses = (QUESTIONS, f"{QUESTIONS}resultats/", f"{QUESTIONS}{chosen.pk}/")
    for address in addresses:
        assert client.get(address).url.startswith("/gestion/login/")
    client.force_login(membre, backend="django.contrib.auth.backends.ModelBackend")
    assert {client.get(one).status_code for one in addresses} <= {302, 403}
    sign_in(client, person(group.name))
    for address in addresses:
        answer = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
        assert answer.status_code == 403


def rows(client, page, name):
    html = client.get(f"/gestion/pages/{page.pk}/edit/").content
    field = BeautifulSoup(html, "html.parser").find("textarea", {"name": name})
    group = field.find_parent(attrs={"data-choices": True})
    return group, [
        " ".join(one.select_one(".cu-choices__words").get_text(" ").split())
        for one in group.select("ol > li")
    ]


def test_the_editor_reads_titles_and_is_told_what_is_public_no_more(editor):
    there, asked = building("Les Tilleuls"), question("Faut-il changer les radiateurs ?")
    gone = question("Un titre qui a été masqué", hidden=True)
    told = "\n".join(one.get_absolute_url() for one in (there, asked, gone))
    guide = make_guide(shown_first=told, left_out="/guides/")
    group, found = rows(editor, guide, "shown_first")
    assert found[0] == f"Copropriété : Les Tilleuls {there.commune.name}"
    assert found[1].startswith("Question : Faut-il changer les radiateurs ?")
    # Its words were hidden: they are not told here either.
    assert "Un titre" not in found[2]
    assert gone.get_absolute_url() in found[2]
    assert "N’est plus visible de tous" in found[2]
    assert group.textarea.text.split() == told.split()
    assert {one["data-choices-add"] for one in group.select("[data-choices-add]")} == {
        QUESTIONS,
        COPROPRIETES,
    }
    _, found = rows(editor, guide, "left_out")
    assert found[0].startswith("Adresse : /guides/")


def desk_of(client):
    html = client.get("/gestion/").content
    lines = BeautifulSoup(html, "html.parser").select(".cu-desk > li")
    return [" ".join(one.get_text(" ").split()) for one in lines]


def test_the_desk_tells_what_was_chosen_and_is_public_no_more(editor):
    there, asked = building("Les Tilleuls"), question("Faut-il changer les radiateurs ?")
    gone = question("Un titre qui a été masqué", hidden=True)
    paths = [one.get_absolute_url() for one in (there, asked, gone)]
    made = make_guide(title="Les aides", shown_first="\n".join(paths))
    make_guide(title="Le vote", shown_first=f"\n{paths[1]}\n")
    make_guide(title="Un brouillon", shown_first=paths[2], live=False)
    story = make_page(
        StoryPage, make_news_index(), title="Oser", person="Monique", ambassadeur_url=paths[0]
    )
    assert desk_of(editor) == [f"Les aides : question {paths[2]}"]
    Ambassadeur.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert desk_of(editor) == [
        f"Les aides : copropriété {paths[0]}, question {paths[2]}",
        f"Oser : copropriété {paths[0]}",
    ]
    # Mended, it leaves the desk.
    type(made).objects.filter(pk=made.pk).update(shown_first=paths[1])
    StoryPage.objects.filter(pk=story.pk).update(ambassadeur_url="")
    assert desk_of(editor) == []


def test_the_desk_reads_choices_in_as_many_queries_for_one_as_for_ten(
    editor, django_assert_num_queries
):
    gone = [question(f"Masquée {number}", hidden=True) for number in range(10)]
    paths = [one.get_absolute_url() for one in gone]
    make_guide(title="Les aides", shown_first=paths[0])
    with django_assert_num_queries(3):
        assert len(lost_choices()) == 1
    for path in paths:
        make_guide(shown_first=path)
    with django_assert_num_queries(3):
        assert len(lost_choices()) == 11


def test_a_story_has_one_ambassador_and_no_question(editor):
    there = building("Les Tilleuls")
    story = make_page(
        StoryPage, make_news_index(), person="Monique", ambassadeur_url=there.get_absolute_url()
    )
    group, found = rows(editor, story, "ambassadeur_url")
    assert found == [f"Copropriété : Les Tilleuls {there.commune.name}"]
    assert group["data-most"] == "1"
    assert [one["data-choices-add"] for one in group.select("[data-choices-add]")] == [COPROPRIETES]
    assert group.select_one("[data-choices-up]") is None
