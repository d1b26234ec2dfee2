"""A text published is told so while others read it."""

import uuid

import pytest

from communaute.questions.services import ask_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import SpaceFactory
from tests.mails import sent_mails

from .test_held import BODY, TITLE, approve

pytestmark = [pytest.mark.django_db, pytest.mark.newcomers]


@pytest.mark.parametrize("hides", [False, True])
def test_published_then_hidden_before_it_was_told_it_is_not_told_online(hides):
    author, agent = UserFactory(), UserFactory(agence=True)
    question = ask_question(
        actor=author, space=SpaceFactory(), title=TITLE, body=BODY, submission_key=uuid.uuid4()
    )
    approve(agent, question)
    if hides:
        hide(CaseFactory(content=question), UserFactory(equipe=True))
    said = [one.subject for one in sent_mails() if one.to == [author.email]]
    assert said
    assert bool([one for one in said if "est en ligne" in one]) is not hides
