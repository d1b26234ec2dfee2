"""What the room brings to the lower ones, and to the templates of all."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communaute.moderation.registry import by_key
from communaute.questions.models import Question
from communaute.questions.reading.lists import QuestionSitemap, SpaceSitemap
from communaute.questions.templatetags.questions_tags import (
    LATEST_SHOWN,
    latest_questions,
    near_questions,
    space_questions,
)

from .factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def test_sitemap_has_published_questions_only():
    shown = QuestionFactory()
    QuestionFactory(hidden=True)

    assert list(QuestionSitemap().items()) == [shown]
    assert shown.space in SpaceSitemap().items()


@pytest.mark.parametrize("key", ["question", "reponse"])
def test_contents_may_be_reported(client, key):
    answer = AnswerFactory(body="Le texte de la réponse.")
    content = answer if key == "reponse" else answer.question
    kind = by_key(key)

    assert type(content) is kind.model
    assert kind.text(content).endswith(content.body)
    assert kind.url(content) == content.get_absolute_url()
    if key == "reponse":
        assert answer.question.title in kind.context(answer)
    assert client.get(f"/moderation/signaler/{key}/{content.pk}/").status_code == 200


@pytest.fixture
def context(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    return {"request": request}


def test_tags_show_published_questions_of_their_place(context):
    space = SpaceFactory()
    mine = QuestionFactory(space=space)
    QuestionFactory(space=space, hidden=True)
    other = QuestionFactory()

    assert latest_questions(context) == [other, mine]
    assert space_questions(space) == [mine]
    assert space_questions(None) == []


def test_the_home_page_shows_the_latest_five(context):
    asked = QuestionFactory.create_batch(LATEST_SHOWN + 1)
    assert latest_questions(context) == asked[:0:-1]


def test_questions_near_to_another_share_the_most_themes():
    base, one, two, none = QuestionFactory.create_batch(4)
    hidden = QuestionFactory(hidden=True)
    base.tags.set(["Travaux", "Syndic"])
    one.tags.set(["Travaux"])
    two.tags.set(["Travaux", "Syndic"])
    hidden.tags.set(["Travaux", "Syndic"])
    none.tags.set(["Eau chaude"])

    assert near_questions(base) == [two, one]
    assert near_questions(none) == []
    related = Question.objects.published().related(tags=["Travaux", "Syndic"])
    assert list(related[:2]) == [two, base]


def test_related_questions_without_theme_are_those_of_the_stage():
    vote = QuestionFactory(stage="vote")
    QuestionFactory(stage="idee")

    assert list(Question.objects.published().related(tags=[], stage="vote")) == [vote]
    assert list(Question.objects.published().related(tags=[])) == []


def test_near_questions_cost_one_query(django_assert_num_queries):
    base = QuestionFactory()
    base.tags.set(["Travaux"])
    for question in QuestionFactory.create_batch(5):
        question.tags.set(["Travaux"])
    with django_assert_num_queries(1):
        assert len(near_questions(base)) == 4
