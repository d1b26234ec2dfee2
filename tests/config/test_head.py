"""Link checkers, mail scanners and previews ask `HEAD` first: what is read answers it as `GET`."""

import pytest

from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(db):
    return QuestionFactory()


def addresses(question):
    yield from ("/communaute/", "/communaute/questions/poser/", "/moderation/transparence/")
    yield "/moderation/transparence.csv"
    yield f"/moderation/signaler/question/{question.pk}/"
    yield f"/communaute/questions/{question.pk}/repondre/"
    yield question.get_absolute_url()
    yield question.space.get_absolute_url()


def test_head_says_what_get_says(client, question):
    found = {address: client.head(address) for address in addresses(question)}
    assert {address: answer.status_code for address, answer in found.items()} == dict.fromkeys(
        found, 200
    )
    assert not any(answer.content for answer in found.values())


def test_head_needs_the_same_rights_as_get(client, db):
    for address in ("/moderation/", "/mon-compte/notifications/", "/moderation/mes-decisions/"):
        assert client.head(address).status_code == 302
