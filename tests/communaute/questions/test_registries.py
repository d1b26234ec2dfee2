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


def test_the_map_and_the_tags_show_published_questions_of_their_place(
    context, django_assert_num_queries
):
    space = SpaceFactory()
    mine = QuestionFactory(space=space)
    QuestionFactory(space=space, hidden=True)
    others = QuestionFactory.create_batch(LATEST_SHOWN)

    assert latest_questions(context) == others[::-1]
    assert space_questions(space) == [mine]
    assert space_questions(None) == []
    with django_assert_num_queries(1):
        found = {item.get_absolute_url() for item in QuestionSitemap().items()}
    assert found == {item.get_absolute_url() for item in (mine, *others)}
    assert space in SpaceSitemap().items()


def test_questions_near_to_another_share_the_most_themes(django_assert_num_queries):
    base, one, two, none = QuestionFactory.create_batch(4)
    hidden = QuestionFactory(hidden=True, stage="vote")
    base.tags.set(["Travaux", "Syndic"])
    one.tags.set(["Travaux"])
    two.tags.set(["Travaux", "Syndic"])
    hidden.tags.set(["Travaux", "Syndic"])
    none.tags.set(["Eau chaude"])

    with django_assert_num_queries(1):
        assert near_questions(base) == [two, one]
    assert near_questions(none) == []
    published = Question.objects.published()
    assert list(published.related(tags=["Travaux", "Syndic"])[:2]) == [two, base]
    # Without theme, those of the stage.
    vote = QuestionFactory(stage="vote")
    assert list(published.related(tags=[], stage="vote")) == [vote]
    assert list(published.related(tags=[])) == []
