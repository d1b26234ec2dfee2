"""What every text of this room goes through before it is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from math import ceil

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.enums import ContentStatus
from communaute.moderation.sanctions.restrictions import why_not_write
from socle.numbers import quantity
from socle.sharing.prepared import Prepared

from .. import errors
from ..models import Answer, Comment, Post, Question
from ..numbers import NUMBERS
from .fields import NO_WORDS
from .text import has_words


def lock(actor: User) -> None:
    """Hold the person's row: two of their clicks at once come one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def check_may_write(actor: User) -> None:
    """Raises QuestionNotAllowed while a measure of moderation forbids this person to write; the
    message says until when, and how to contest it."""
    if reason := why_not_write(actor):
        raise errors.QuestionNotAllowed(reason)


def check_length(what: str, text: str, minimum: int, maximum: int) -> None:
    """Raises InvalidText for a text too short, too long, or that says nothing; `what` begins the
    sentence."""
    if len(text) < minimum:
        message = f"{what} est trop court : écrivez au moins {minimum} caractères."
        raise errors.InvalidText(message)
    if len(text) > maximum:
        message = f"{what} est trop long : {maximum} caractères au plus."
        raise errors.InvalidText(message)
    if not has_words(text):
        raise errors.InvalidText(NO_WORDS)


def check_comment(body: str) -> None:
    """Raises InvalidText for a comment too short or too long."""
    if not NUMBERS.comment_min <= len(body) <= NUMBERS.comment_max:
        message = f"Un commentaire a de {NUMBERS.comment_min} à {NUMBERS.comment_max} signes."
        raise errors.InvalidText(message)


def check_pace_of_questions(actor: User) -> None:
    """Raises DailyLimitReached, FirstDayLimit, TooSoon."""
    mine = Question.objects.filter(author=actor)
    if mine.filter(created_at__gt=_a_day_ago()).count() >= NUMBERS.questions_a_day:
        raise errors.DailyLimitReached(NUMBERS.questions_a_day)
    first_day = NUMBERS.first_day_questions
    if _is_first_day(actor) and mine.count() >= first_day:
        raise errors.FirstDayLimit(quantity(first_day, "question"))
    is_new = trust_level(actor) == TrustLevel.NEWCOMER
    newcomer = NUMBERS.newcomer_seconds_between_questions
    _check_gap(Question, actor, newcomer if is_new else NUMBERS.seconds_between_questions)


def check_pace_of_answers(model: type[Answer] | type[Comment], actor: User) -> None:
    """Raises FirstDayLimit, TooSoon."""
    first_day = NUMBERS.first_day_answers
    if _is_first_day(actor):
        written = sum(one.objects.filter(author=actor).count() for one in (Answer, Comment))
        if written >= first_day:
            what = f"{quantity(first_day, 'réponse')} ou commentaires"
            raise errors.FirstDayLimit(what)
    is_new = trust_level(actor) == TrustLevel.NEWCOMER
    newcomer = NUMBERS.newcomer_seconds_between_answers
    _check_gap(model, actor, newcomer if is_new else NUMBERS.seconds_between_answers)


def check_in_a_row(actor: User, question: Question) -> None:
    """Raises TooManyInARow when nobody else answered after this person's last answers."""
    most = NUMBERS.answers_in_a_row
    if len(_IN_A_ROW.rows(actor.pk, question.pk)) >= most:
        raise errors.TooManyInARow(most)


def check_elsewhere(actor: User, question: Question, body: str) -> None:
    """Raises SameTextElsewhere for an answer given word for word to another question lately."""
    hours = NUMBERS.hours_same_text
    since = timezone.now() - timedelta(hours=hours)
    if _ELSEWHERE.rows(actor.pk, since, body, question.pk):
        raise errors.SameTextElsewhere(hours)


def _a_day_ago() -> datetime:
    return timezone.now() - timedelta(hours=24)


def _is_first_day(actor: User) -> bool:
    """Whether the account was opened less than a day ago, by somebody not trusted otherwise."""
    return actor.date_joined > _a_day_ago() and trust_level(actor) < TrustLevel.TRUSTED


def _check_gap(model: type[Post], actor: User, seconds: int) -> None:
    """Raises TooSoon when this person wrote such a text less than `seconds` ago."""
    last = _LAST_OF[model].first(actor.pk)
    if last is None:
        return
    left = timedelta(seconds=seconds) - (timezone.now() - last)
    if left > timedelta(0):
        raise errors.TooSoon(ceil(left.total_seconds()))


def _in_a_row(author: int, question: int) -> QuerySet[Answer, int]:
    there = Answer.objects.published().filter(question=question)
    later = Q(created_at__gt=OuterRef("created_at"))
    later |= Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
    others = there.exclude(author=author).filter(later)
    return there.filter(~Exists(others), author=author).order_by().values_list("pk", flat=True)


def _elsewhere(author: int, since: datetime, body: str, question: int) -> QuerySet[Answer, int]:
    same = Answer.objects.filter(author=author, created_at__gt=since, body=body)
    others = same.exclude(question=question).exclude(status=ContentStatus.DELETED)
    return others.order_by().values_list("pk", flat=True)[:1]


def _dates(model: type[Post], author: int) -> QuerySet[Post, datetime]:
    mine = model.objects.filter(author=author).order_by("-created_at")  # type: ignore[attr-defined]
    dates: QuerySet[Post, datetime] = mine.values_list("created_at", flat=True)[:1]
    return dates


_IN_A_ROW = Prepared(_in_a_row, int, int)
_ELSEWHERE = Prepared(_elsewhere, int, datetime, str, int)
_LAST_OF = {model: Prepared(partial(_dates, model), int) for model in (Question, Answer, Comment)}
