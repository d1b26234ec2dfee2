"""What each reader of a question sees that others do not."""

import pytest
from django.contrib.auth.models import Group
from django.db.models import F

from cms.starter import EDITORS
from communaute.moderation.enums import ContentStatus
from communaute.questions.effects import mark_useful
from communaute.questions.models import Answer, Question
from socle.models import PublicVersion
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def question():
    question = QuestionFactory(author__email="qui-demande@exemple.test")
    answers = AnswerFactory.create_batch(3, question=question)
    mark_useful(actor=UserFactory(), answer=answers[0])
    CommentFactory(question=question, answer=answers[1])
    Question.objects.filter(pk=question.pk).update(accepted_answer=answers[1])
    question.refresh_from_db()
    return question


@pytest.fixture
def member(client):
    member = UserFactory()
    client.force_login(member)
    return member


def page(client, question):
    response = client.get(question.get_absolute_url())
    assert response.status_code == 200
    return response.text


def test_a_reader_gets_their_own_token_and_votes(client, question, member):
    page(client, question)
    other = UserFactory()
    mark_useful(actor=other, answer=question.answers.first())
    client.force_login(other)
    found = soup(client.get(question.get_absolute_url()))
    assert len(found.select('button[aria-pressed="true"]')) == 1
    tokens = {field["value"] for field in found.select('[name="csrfmiddlewaretoken"]')}
    assert {len(token) for token in tokens} == {64}
    client.force_login(member)
    assert 'aria-pressed="true"' not in page(client, question)


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_another_process_hides_is_gone_at_once(client, question, signed_in):
    """The number in the database is all that two processes share."""
    if signed_in:
        client.force_login(UserFactory())
    answer = question.answers.first()
    Answer.objects.filter(pk=answer.pk).update(body_html="<p>Un mot à taire</p>")
    assert "Un mot à taire" in page(client, question)
    Answer.objects.filter(pk=answer.pk).update(status=ContentStatus.DELETED)
    PublicVersion.objects.update_or_create(pk=1)
    PublicVersion.objects.update(number=F("number") + 1)
    assert "Un mot à taire" not in page(client, question)


def test_what_moderation_hides_is_gone_at_once(
    client, question, member, equipe, django_capture_on_commit_callbacks
):
    answer = AnswerFactory(question=question, body_html="<p>Un mot à taire</p>")
    assert "Un mot à taire" in page(client, question)
    with django_capture_on_commit_callbacks(execute=True):
        hide(CaseFactory(content=answer), equipe)
    assert "Un mot à taire" not in page(client, question)
    # Its author and its moderators still read it, on pages of their own.
    for reader in (answer.author, equipe):
        client.force_login(reader)
        assert "Un mot à taire" in page(client, question)
    client.force_login(member)
    assert "Un mot à taire" not in page(client, question)


def test_who_may_do_more_has_a_page_of_their_own(client, question, member, equipe):
    # A visitor is no editor when nobody is.
    client.logout()
    assert not Group.objects.filter(name=EDITORS, user__isnull=False)
    assert "En faire un guide" not in page(client, question)
    answer = question.answers.first()
    for reader, words in (
        (answer.author, f"/reponses/{answer.pk}/retirer/"),
        (question.author, "Ajouter une précision"),
        (equipe, "Modérer"),
    ):
        client.force_login(reader)
        own = page(client, question)
        assert words in own, reader
        client.force_login(member)
        assert words not in page(client, question)
