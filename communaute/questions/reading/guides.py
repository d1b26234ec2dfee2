"""A good thread becomes the draft of a guide, with its credits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.dashboard.drafts import Credit, can_draft_guides, draft_guide
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Answer, Question
from communaute.questions.numbers import NUMBERS

if TYPE_CHECKING:
    from cms.models import GuidePage
    from communaute.comptes.models import User


def guide_from(*, actor: User, question: Question) -> GuidePage:
    """The draft of a guide made of a question, its accepted answer and its most useful ones.

    Once a question: again, the same draft. Nothing is published. Raises QuestionNotAllowed for
    somebody who writes no guide, and for a question without answer.
    """
    if not can_draft_guides(actor):
        message = "Seule la rédaction fait d’une discussion un guide."
        raise QuestionNotAllowed(message)
    answers = _best_answers(question)
    if not question.is_published or not answers:
        message = "Cette question n’a pas encore de réponse dont faire un guide."
        raise QuestionNotAllowed(message)
    return draft_guide(
        actor=actor,
        question=question.pk,
        title=question.title,
        stage=question.stage,
        question_html=question.body_html,
        question_by=question.author_name,
        answers=[Credit(answer.author_name, answer.body_html) for answer in answers],
        url=question.get_absolute_url(),
    )


def _best_answers(question: Question) -> list[Answer]:
    """The accepted one, then the most useful."""
    rows = Answer.objects.published().filter(question=question).select_related("author")
    best = list(rows.order_by("-useful_count", "created_at", "pk")[: NUMBERS.guide_answers])
    accepted = rows.filter(pk=question.accepted_answer_id).first()
    if accepted is not None:
        best = [accepted, *(one for one in best if one.pk != accepted.pk)]
    return best[: NUMBERS.guide_answers]
