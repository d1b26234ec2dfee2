"""Where decisions on texts and measures towards people hold: wherever one writes."""

import uuid

import pytest

from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import (
    Act,
    ContentStatus,
    DecisionKind,
    SanctionKind,
)
from communaute.moderation.models import Case
from communaute.moderation.services import (
    decide_case,
)
from communaute.questions.comments import add_comment
from communaute.questions.effects import mark_useful
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.perms import can_answer, can_take_part
from communaute.questions.revisions.services import edit_text
from communaute.questions.services import answer_question, ask_question
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.test_measures import REASONS, sanctioned
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("trusted")
def test_a_text_edited_on_demand_is_read_again_before_it_is_back(agence):
    case = CaseFactory()
    question, author = case.target, case.author
    decide_case(actor=agence, case=case, version=1, kind=DecisionKind.ASK_EDIT, reasons=REASONS)
    question.refresh_from_db()
    edit_text(
        actor=author,
        content=question,
        title=question.title,
        body="Une question sans aucune publicité, sur le prix du raccordement.",
        version=question.version,
    )
    question.refresh_from_db()
    assert question.status == ContentStatus.PENDING
    waiting = Case.objects.to_decide().get()
    assert waiting.pk != case.pk
    assert waiting.log.last().act == Act.EDITED
    decide_case(actor=agence, case=waiting, version=waiting.version, kind=DecisionKind.APPROVE)
    question.refresh_from_db()
    assert question.status == ContentStatus.PUBLISHED
    assert is_intact()


def test_a_locked_question_takes_no_answer_a_limited_one_does_not_travel(agence, membre):
    case = CaseFactory()
    question = case.target
    decide_case(actor=agence, case=case, version=1, kind=DecisionKind.LOCK, reasons=REASONS)
    question.refresh_from_db()
    assert not can_answer(membre, question)
    assert can_take_part(membre, question)
    limited = CaseFactory()
    decide_case(actor=agence, case=limited, version=1, kind=DecisionKind.LIMIT, reasons=REASONS)
    shown = type(question).objects.published()
    assert limited.target in shown
    assert limited.target not in shown.travelling()


# What one writes, by the measure that forbids it.
WRITES = {
    "answer": lambda person, about: answer_question(
        actor=person, question=about, body="Une réponse assez longue.", submission_key=uuid.uuid4()
    ),
    "comment": lambda person, about: add_comment(
        actor=person, about=about, body="Un commentaire.", submission_key=uuid.uuid4()
    ),
    "ask": lambda person, about: ask_question(
        actor=person,
        space=about.space,
        title="Une question assez longue",
        body="Un texte assez long pour être une question.",
        submission_key=uuid.uuid4(),
    ),
    "vote": lambda person, about: mark_useful(actor=person, answer=AnswerFactory(question=about)),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_measure_holds_wherever_one_writes(what):
    """Suspended, by the pages: see `sanctions/test_everywhere`."""
    person = sanctioned(SanctionKind.READ_ONLY).case.author
    with pytest.raises(QuestionNotAllowed, match="contester"):
        WRITES[what](person, QuestionFactory())
