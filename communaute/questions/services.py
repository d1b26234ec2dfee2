"""Writing questions and answers: one transaction each, counters in the same one.

A person's own row is locked first, so that two clicks at once are told one after the other: the
second finds what the first stored.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from communaute.moderation.enums import ContentStatus
from communaute.moderation.prescreening.services import screen, settle_text
from communaute.territoires.models import Commune, Departement
from socle.numbers import quantity
from socle.public_pages import add_to_public_pages, touch_public_pages

from . import effects, perms
from .counters import count_answered
from .errors import (
    NameMissing,
    PostKeyUsed,
    QuestionNotAllowed,
)
from .models import Answer, Question, Space
from .notify import announce_accepted, announce_answer
from .numbers import NUMBERS, TITLE_MAX
from .search import index_answer, index_question, index_spaces
from .spaces.search import index_found, words_of_space
from .subscriptions import wants_news
from .tags import KnownTags, themes_of
from .text_pipeline import limits
from .text_pipeline.text import RENDERER_VERSION, clean_text, render, same_text


@contextmanager
def once_a_key() -> Iterator[None]:
    """A transaction. Raises PostKeyUsed: one's own key was looked up in it, so the one that is
    taken is somebody else's."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "submission_key" in str(error):
            raise PostKeyUsed from error
        raise


@transaction.atomic
def create_space(
    *,
    kind: str,
    slug: str,
    title: str,
    commune: Commune | None = None,
    departement: Departement | None = None,
) -> Space:
    """The space of this identifier, created or brought up to date (idempotent).

    The territory decides which agency moderates; a département is deduced from the commune.
    """
    departement = departement or (commune.departement if commune else None)
    space, created = Space.objects.update_or_create(
        slug=slug,
        defaults={
            "kind": kind,
            "title": title,
            "commune": commune,
            "departement": departement,
            "search_text": words_of_space(title, commune, departement),
        },
    )
    if created:
        touch_public_pages()
    else:
        index_spaces([space.pk])
    index_found([space.pk])
    return space


@once_a_key()
def ask_question(
    *,
    actor: User,
    space: Space,
    title: str,
    body: str,
    submission_key: uuid.UUID,
    stage: str = "",
    lots: int | None = None,
    period: str = "",
    energy: str = "",
    heating_mode: str = "",
    tags: Sequence[str] | None = None,
    seconds: float | None = None,
) -> Question:
    """Publish a question, or have it read first (`screening`); themes are found in its words when
    `tags` is None. `seconds`: how long its form was open.

    The same `submission_key` again (double click), or the same text within 24 hours, returns
    the question already stored. Raises QuestionNotAllowed, NameMissing, InvalidText, TooSoon,
    DailyLimitReached, FirstDayLimit, PostKeyUsed.
    """
    limits.lock(actor)
    title, body = " ".join(clean_text(title).split()), clean_text(body)
    if stored := Question.objects.filter(author=actor, submission_key=submission_key).first():
        return limits.sent_again(stored, title=title, body=body)
    if not perms.can_ask(actor):
        raise QuestionNotAllowed("Connectez-vous pour poser une question.")
    limits.check_may_write(actor)
    limits.check_length("Votre question", title, NUMBERS.title_min, TITLE_MAX)
    limits.check_length("Votre texte", body, NUMBERS.body_min, NUMBERS.body_max)
    if stored := _same_question(actor, title, body):
        return stored
    _require_name(actor)
    limits.check_pace_of_questions(actor)
    verdict = screen(actor=actor, title=title, body=body, seconds=seconds)
    question = Question.objects.create(
        author=actor,
        status=verdict.status,
        first_public_at=verdict.first_public_at,
        space=space,
        commune_id=space.commune_id,
        departement_id=space.departement_id,
        title=title,
        body=body,
        body_html=render(body),
        renderer_version=RENDERER_VERSION,
        submission_key=submission_key,
        stage=stage,
        lots=lots,
        period=period,
        energy=energy,
        heating_mode=heating_mode,
        last_activity_at=timezone.now(),
    )
    # Nothing happened since it was written, to the microsecond.
    Question.objects.filter(pk=question.pk).update(last_activity_at=question.created_at)
    question.last_activity_at = question.created_at
    chosen = themes_of(f"{title} {body}") if tags is None else tags
    question.tags.set(KnownTags.read().resolve(list(chosen)))
    settle_text(question, verdict, text=f"{title}\n\n{body}")
    if verdict.is_held:
        return question
    Space.objects.filter(pk=space.pk).update(questions_count=F("questions_count") + 1)
    effects.question_asked(question)
    index_question(question.pk)
    add_to_public_pages()
    return question


@once_a_key()
def answer_question(
    *,
    actor: User,
    question: Question,
    body: str,
    submission_key: uuid.UUID,
    seconds: float | None = None,
) -> Answer:
    """Publish an answer; tell the asker, by mail for the first by somebody else, and followers.
    Or have it read first (`screening`): `seconds` is how long its form was open.

    Same key again, or same text on the same question within 24 hours: the answer already stored
    is returned. Raises QuestionNotAllowed, NameMissing, InvalidText, TooSoon, FirstDayLimit,
    TooManyInARow, SameTextElsewhere, PostKeyUsed.
    """
    lock_accounts(actor.pk, question.author_id)
    body = clean_text(body)
    # Held until the end: answers at once are dated in the order in which they are counted.
    held = _locked(question.pk)
    former = limits.former_answers(actor, question, submission_key, body)
    if stored := former.of_key:
        return limits.sent_again(stored, body=body)
    if held is None:
        raise Question.DoesNotExist
    question = held
    if not perms.can_answer(actor, question):
        raise QuestionNotAllowed("Cette question n’accepte pas de réponse pour le moment.")
    limits.check_may_write(actor)
    limits.check_length("Votre réponse", body, NUMBERS.body_min, NUMBERS.body_max)
    if stored := former.same:
        return stored
    _require_name(actor)
    former.check()
    limits.check_pace_of_answers(actor, former.last_at)
    verdict = screen(actor=actor, body=body, seconds=seconds)
    answer = Answer(
        author=actor,
        status=verdict.status,
        first_public_at=verdict.first_public_at,
        question=question,
        commune_id=question.commune_id,
        departement_id=question.departement_id,
        body=body,
        body_html=render(body),
        renderer_version=RENDERER_VERSION,
        submission_key=submission_key,
    )
    answer.save(force_insert=True)
    settle_text(answer, verdict, text=body)
    if verdict.is_held:
        return answer
    by_another = actor.pk != question.author_id
    is_first = by_another and question.first_answer_at is None
    question.answers_count += 1
    question.last_activity_at = answer.created_at
    question.first_answer_at = answer.created_at if is_first else question.first_answer_at
    counts = ("answers_count", "first_answer_at", "last_activity_at")
    Question.objects.filter(pk=question.pk).update(**{n: getattr(question, n) for n in counts})
    if is_first:
        count_answered(question.space_id, 1)
    if by_another and question.author and wants_news(question.author, question):
        announce_answer(answer, asker=question.author, is_first=is_first)
    effects.answer_written(answer)
    index_answer(answer)
    add_to_public_pages()
    return answer


@transaction.atomic
def accept_answer(*, actor: User, answer: Answer) -> Answer:
    """Mark the answer that helped; another one replaces it, the same again changes nothing.

    Raises QuestionNotAllowed for somebody else than the asker, the agency of the territory or the
    national team, for an answer others cannot read, for an agency's own answer, and for an agency
    once the asker chose.
    """
    answer, question = _locked_to_choose(actor, answer)
    by_asker = perms.is_author(actor, question)
    if (question.accepted_answer_id, question.accepted_by_asker) != (answer.pk, by_asker):
        is_new = question.accepted_answer_id != answer.pk
        Question.objects.filter(pk=question.pk).update(
            accepted_answer=answer, accepted_by_asker=by_asker
        )
        # Another choice: what moderation might give back one day is no longer the choice.
        question.answers.filter(was_accepted__gt="").update(was_accepted="")
        if is_new and answer.author and answer.author_id != actor.pk:
            announce_accepted(answer, author=answer.author, by_asker=by_asker)
        index_question(question.pk)
        add_to_public_pages()
    return answer


@transaction.atomic
def unaccept_answer(*, actor: User, answer: Answer) -> Answer:
    """Take the choice back; again changes nothing. Raises QuestionNotAllowed as `accept_answer`."""
    answer, question = _locked_to_choose(actor, answer, act="ne plus retenir")
    if question.accepted_answer_id == answer.pk:
        Question.objects.filter(pk=question.pk).update(
            accepted_answer=None, accepted_by_asker=False
        )
        index_question(question.pk)
        add_to_public_pages()
    return answer


def _locked_to_choose(
    actor: User, answer: Answer, *, act: str = "retenir"
) -> tuple[Answer, Question]:
    lock_accounts(actor.pk, answer.author_id)
    _lock_choices(answer)
    question = Question.objects.select_for_update(no_key=True).get(pk=answer.question_id)
    # Read under the lock: its author may have withdrawn it meanwhile.
    answer = question.answers.select_related("author").get(pk=answer.pk)
    answer.question = question
    if not perms.can_accept(actor, question, answer):
        raise QuestionNotAllowed(_why_not_accepted(actor, question, answer, act))
    limits.check_may_write(actor)
    return answer, question


def _lock_choices(answer: Answer) -> None:
    """Lock this answer and those once retained, before their question: the order in which votes,
    moderation and withdrawals take them."""
    retained = Q(pk=answer.pk) | Q(was_accepted__gt="") | Q(pk=F("question__accepted_answer"))
    held = Answer.objects.select_for_update(of=("self",), no_key=True)
    list(held.filter(retained, question=answer.question_id).order_by("pk"))


def _why_not_accepted(actor: User, question: Question, answer: Answer, act: str) -> str:
    if not (answer.is_published and perms.can_choose(actor, question)):
        if question.accepted_by_asker and question.accepted_answer_id:
            return "La personne qui a posé la question a déjà dit quelle réponse l’a aidée."
        if answer.is_published and perms.is_in_charge(actor, question):
            days = quantity(NUMBERS.absent_days, "jour")
            return (
                "La personne qui a posé la question est venue depuis moins de "
                f"{days} : c’est à elle de dire quelle réponse l’a aidée."
            )
        return f"Seule la personne qui a posé la question peut {act} une réponse."
    return f"Vous ne pouvez pas {act} la réponse de votre propre organisation."


def _require_name(actor: User) -> None:
    if not actor.display_name:
        raise NameMissing


def _same_question(actor: User, title: str, body: str) -> Question | None:
    since = timezone.now() - timedelta(hours=NUMBERS.hours_same_text)
    mine = Question.objects.filter(author=actor, created_at__gt=since)
    recent = mine.exclude(status=ContentStatus.DELETED)
    return next((q for q in recent if same_text(q.title, title) and same_text(q.body, body)), None)


def _locked(pk: int) -> Question | None:
    """The question, locked until the end of the transaction; None once it is gone."""
    questions = Question.objects.select_for_update(of=("self",), no_key=True)
    return questions.select_related("space", "author").filter(pk=pk).first()
