"""Questions that deserve a guide, on the editors’ desk: which, and one click to a draft."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.guide_candidates.selectors import NUMBERS, deserving
from cms.models import GuidePage
from cms.starter import EDITORS, TEAM
from socle.audience import add_views
from tests.cms.factories import make_guide, make_site
from tests.cms.test_admin import person, sign_in
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def asked(title, useful=0, **facts):
    question = QuestionFactory(title=title, useful_count=useful, answers_count=1, **facts)
    AnswerFactory(question=question, useful_count=useful)
    return question


def opened(question, number, days=1):
    day = timezone.localdate() - timedelta(days=days)
    add_views({(day, question.get_absolute_url(), ""): number})


def titles():
    return [(one.question.title, one.opened, one.similar) for one in deserving()]


def test_a_question_deserves_a_guide_by_its_votes_its_readers_or_its_repetition():
    asked("Faut-il changer les radiateurs ?", NUMBERS.useful_from)
    asked("Qui vide la cuve à fioul ?", NUMBERS.useful_from - 1)
    asked("Une question masquée", 50, hidden=True)
    QuestionFactory(title="Personne ne répond", useful_count=50)
    more = {"answers_count": 1, "first_answer_at": None}
    QuestionFactory(title="Qui a posé la question y ajoute", useful_count=50, **more)
    read = asked("Que faire du ballon d’eau chaude ?")
    opened(read, NUMBERS.opened_from)
    opened(read, 1000, days=0)
    opened(asked("Combien de temps durent les travaux ?"), NUMBERS.opened_from - 1)
    for words in ("Quel est le prix du raccordement ?", "Quel est le prix d’un raccordement ?"):
        asked(words)
    found = titles()
    assert found == [
        ("Faut-il changer les radiateurs ?", 0, 0),
        ("Que faire du ballon d’eau chaude ?", NUMBERS.opened_from, 0),
    ]
    asked("Quel est le prix d’un raccordement, au juste ?")
    # One of the three stands for all.
    assert [similar for _, _, similar in titles()] == [0, 2, 0]


def test_as_many_queries_with_more_questions(django_assert_num_queries):
    for number in range(2):
        for one in range(number * 8 + 1):
            asked(f"{'abcdefghij'[one] * 12} {number} ?", 9)
        with django_assert_num_queries(3):
            assert len(deserving()) <= NUMBERS.questions_shown


def test_an_editor_makes_a_draft_in_one_click_and_the_question_leaves_the_desk(client):
    make_site()
    question = asked("Faut-il changer les radiateurs ?", 12)
    sign_in(client, person(EDITORS))
    desk = BeautifulSoup(client.get("/gestion/").content, "html.parser")
    form = desk.find("form", action=f"/communaute/questions/{question.pk}/guide/")
    assert "12 « utile »" in " ".join(form.find_parent("li").get_text().split())
    token = form.find("input", {"name": "csrfmiddlewaretoken"})
    assert token
    made = client.post(form["action"])
    draft = GuidePage.objects.get(title=question.title)
    assert made.url == f"/gestion/pages/{draft.pk}/edit/"
    assert not draft.live
    assert "Questions qui méritent un guide" not in client.get("/gestion/").text
    # Its editor gives it another address, and publishes it: it is the same guide.
    draft.slug = "les-radiateurs"
    draft.summary = "Non : le réseau chauffe les mêmes."
    draft.save_revision().publish()
    assert "Questions qui méritent un guide" not in client.get("/gestion/").text
    assert client.post(form["action"]).url == made.url
    assert GuidePage.objects.count() == 1


def test_a_draft_is_made_even_when_its_address_is_taken(client):
    question = asked("Faut-il changer les radiateurs ?", 12)
    make_guide(slug=f"question-{question.pk}", title="Un autre guide")
    sign_in(client, person(EDITORS))
    client.post(f"/communaute/questions/{question.pk}/guide/")
    draft = GuidePage.objects.get(made_of=question.pk)
    assert draft.title == question.title
    assert draft.slug.startswith("faut-il-changer")


def test_who_writes_no_guide_sees_nothing_of_it(client):
    make_site()
    asked("Faut-il changer les radiateurs ?", 12)
    sign_in(client, person(TEAM))
    assert "Questions qui méritent" not in client.get("/gestion/").text
