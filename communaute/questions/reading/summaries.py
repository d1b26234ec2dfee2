"""The summary of a long thread, by an editor or the agency: each version is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import is_national_team, organisations_of
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Summary
from communaute.questions.numbers import NUMBERS
from communaute.questions.perms import can_answer, is_editor, is_in_charge
from communaute.questions.text_pipeline.text import render
from socle.public_pages import touch_public_pages

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.questions.models import Question

VERSIONS_SHOWN = 10


def can_summarise(user: object, question: Question) -> bool:
    """The agency of the territory, the editors and the national team, once a thread is long."""
    if question.answers_count < NUMBERS.summary_from or not can_answer(user, question):
        return False
    if is_in_charge(user, question):
        return True
    known = getattr(question, "reader_is_editor", None)
    return is_editor(user) if known is None else bool(known)


@transaction.atomic
def write_summary(*, actor: User, question: Question, body: str) -> Summary:
    """A new version of the summary; an empty text takes it off. The same text changes nothing.

    Raises QuestionNotAllowed for others, and for a thread that is not long.
    """
    if not can_summarise(actor, question):
        raise QuestionNotAllowed(NOT_ALLOWED)
    last = question.summaries.first()
    if last is not None and last.body == body:
        return last
    summary = Summary.objects.create(
        question=question,
        author=actor,
        signed=_signature(actor),
        body=body,
        body_html=render(body) if body else "",
    )
    touch_public_pages()
    return summary


NOT_ALLOWED = (
    "Le résumé d’une longue discussion est écrit par l’agence du territoire ou par la rédaction."
)


def summaries_of(question: Question) -> list[Summary]:
    """Versions of the summary, the last first."""
    return list(question.summaries.all()[:VERSIONS_SHOWN])


def _signature(actor: User) -> str:
    agencies = organisations_of(actor, OrganisationKind.AGENCE)
    if agencies:
        return agencies[0].name
    return "L’équipe nationale" if is_national_team(actor) else "La rédaction"
