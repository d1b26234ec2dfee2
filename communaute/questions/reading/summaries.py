"""The summary of a long thread, each version kept; a good thread becomes the draft of a guide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cms.dashboard.drafts import Credit, can_draft_guides, draft_guide
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import is_national_team, organisations_of
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Answer, Question, Summary
from communaute.questions.numbers import NUMBERS
from communaute.questions.perms import can_answer, is_editor, is_in_charge
from communaute.questions.text_pipeline.text import render
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.public_pages import touch_public_pages

from ..models import ReadMark

if TYPE_CHECKING:
    from cms.models import GuidePage
    from communaute.comptes.models import User


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
def write_summary(*, actor: User, question: Question, body: str, version: str = "") -> Summary:
    """A new version of the summary; an empty text takes it off. The same text changes nothing.
    `version` is that of the page (`version_of_summary`; empty: of no page).

    Raises QuestionNotAllowed for others, and for a thread that is not long; ChangedMeanwhile.
    """
    if not can_summarise(actor, question):
        raise QuestionNotAllowed(NOT_ALLOWED)
    Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    last = question.summaries.first()
    if last is not None and last.body == body:
        return last
    if version not in ("", now := version_of_summary(last)):
        message = "Quelqu’un vient d’écrire le résumé, ou vous dans une autre fenêtre."
        raise ChangedMeanwhile(message, now)
    summary = Summary.objects.create(
        question=question,
        author=actor,
        signed=_signature(actor),
        body=body,
        body_html=render(body) if body else "",
    )
    touch_public_pages()
    return summary


def version_of_summary(last: Summary | None) -> str:
    """What the page that writes it shows of it, for `write_summary`."""
    return version_of(last.body if last else "")


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


@transaction.atomic
def mark_read(*, actor: User, question: Question, until: datetime | None = None) -> ReadMark:
    """Say that one read all that was written up to a moment, now at the latest.

    Told twice, or by a page that was open longer, it never goes back.
    """
    now = timezone.now()
    moment = min(until or now, now)
    mark, is_new = ReadMark.objects.get_or_create(
        user=actor, question=question, defaults={"read_at": moment}
    )
    if not is_new:
        ReadMark.objects.filter(pk=mark.pk, read_at__lt=moment).update(read_at=moment)
    return mark


def first_unread(user: object, question: Question) -> Answer | None:
    """The first answer by somebody else since one's mark; None when all is read, or nothing is
    marked."""
    mark = ReadMark.objects.filter(user=user, question=question).first()
    if mark is None:
        return None
    return (
        Answer.objects.published()
        .filter(question=question, created_at__gt=mark.read_at)
        .exclude(author=user)
        .order_by("created_at", "pk")
        .first()
    )


def etag_of(question: Question) -> str:
    """Changes with each answer that comes, or goes."""
    return f'"{question.answers_count}-{question.last_activity_at.timestamp():.6f}"'


def answers_since(question: Question, moment: datetime, *, limit: int) -> list[int]:
    """Keys of the published answers since a moment, the first ones, `limit` at most."""
    rows = Answer.objects.published().filter(question=question, created_at__gt=moment)
    return list(rows.order_by("created_at", "pk").values_list("pk", flat=True)[:limit])
