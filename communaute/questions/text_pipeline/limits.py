"""What every text of this room goes through before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from communaute.comptes.errors import ProtectionAwaited
from communaute.comptes.models import User
from communaute.comptes.perms import would_speak_for_others
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import ModeratedContent
from communaute.moderation.sanction_rules import why_not_write
from socle.numbers import quantity

from .. import errors
from ..models import Answer, Comment, Question
from ..numbers import NUMBERS
from .text import NO_WORDS, has_words, same_text


def lock(actor: User) -> None:
    """Lock the person's row: two of their clicks at once come one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def check_may_write(actor: User, edited: ModeratedContent | None = None) -> None:
    """Raises QuestionNotAllowed while a measure of moderation forbids this person to write, or to
    change this text; the message says until when, and how to contest it. Raises ProtectionAwaited
    for who would write under the badge of an organisation without a second factor."""
    if would_speak_for_others(actor):
        raise ProtectionAwaited
    if reason := why_not_write(actor, edited):
        raise errors.QuestionNotAllowed(reason)


def check_length(what: str, text: str, minimum: int, maximum: int) -> None:
    """Raises InvalidText for a text too short, too long, or that says nothing; `what` begins the
    sentence."""
    if len(text) < minimum:
        raise errors.InvalidText(f"{what} est trop court : écrivez au moins {minimum} caractères.")
    if len(text) > maximum:
        raise errors.InvalidText(f"{what} est trop long : {maximum} caractères au plus.")
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
    seconds = newcomer if is_new else NUMBERS.seconds_between_questions
    _check_gap(last_of(Question, actor), seconds)


def check_pace_of_answers(actor: User, last: datetime | None) -> None:
    """`last`: when this person wrote such a text. Raises FirstDayLimit, TooSoon."""
    first_day = NUMBERS.first_day_answers
    if _is_first_day(actor):
        written = sum(one.objects.filter(author=actor).count() for one in (Answer, Comment))
        if written >= first_day:
            what = f"{quantity(first_day, 'réponse')} ou commentaires"
            raise errors.FirstDayLimit(what)
    is_new = trust_level(actor) == TrustLevel.NEWCOMER
    newcomer = NUMBERS.newcomer_seconds_between_answers
    _check_gap(last, newcomer if is_new else NUMBERS.seconds_between_answers)


def sent_again[P: (Question, Answer, Comment)](stored: P, **texts: str) -> P:
    """What a form stored, when it says the same once more (a double click). Raises PostKeyUsed when
    it says something else; once corrected by its author, a text is not compared."""
    if stored.version == 1 and any(getattr(stored, name) != text for name, text in texts.items()):
        raise errors.PostKeyUsed
    return stored


@dataclass(frozen=True)
class FormerAnswers:
    """What this person answered before, as far as this answer is concerned."""

    rows: Sequence[Answer]
    question: int
    key: UUID
    body: str
    since: datetime

    @property
    def of_key(self) -> Answer | None:
        """The answer of this form."""
        return next((row for row in self.rows if row.submission_key == self.key), None)

    @property
    def same(self) -> Answer | None:
        """The same text here, lately."""
        here = [row for row in self._recent() if row.question_id == self.question]
        return next((row for row in here if same_text(row.body, self.body)), None)

    @property
    def last_at(self) -> datetime | None:
        return max((row.created_at for row in self.rows), default=None)

    def check(self) -> None:
        """Raises TooManyInARow when nobody else answered after this person's last answers,
        SameTextElsewhere for an answer given word for word to another question lately."""
        if sum(row.in_a_row for row in self.rows) >= NUMBERS.answers_in_a_row:  # type: ignore[attr-defined]
            raise errors.TooManyInARow(NUMBERS.answers_in_a_row)
        elsewhere = [row for row in self._recent() if row.question_id != self.question]
        if any(row.body == self.body for row in elsewhere):
            raise errors.SameTextElsewhere(NUMBERS.hours_same_text)

    def _recent(self) -> list[Answer]:
        kept = [row for row in self.rows if row.status != ContentStatus.DELETED]
        return [row for row in kept if row.created_at > self.since]


def former_answers(actor: User, question: Question, key: UUID, body: str) -> FormerAnswers:
    """In one query; the last ones are those that may make the next one come too soon."""
    now = timezone.now()
    since = now - timedelta(hours=NUMBERS.hours_same_text)
    gap = max(NUMBERS.seconds_between_answers, NUMBERS.newcomer_seconds_between_answers)
    lately = now - timedelta(seconds=gap)
    rows = list(_former(actor.pk, question.pk, key, body, since, lately))
    return FormerAnswers(rows, question.pk, key, body, since)


def _a_day_ago() -> datetime:
    return timezone.now() - timedelta(hours=24)


def _is_first_day(actor: User) -> bool:
    """Whether the account was opened less than a day ago, by somebody not trusted otherwise."""
    return actor.date_joined > _a_day_ago() and trust_level(actor) < TrustLevel.TRUSTED


def last_of(model: type[Question] | type[Comment], actor: User) -> datetime | None:
    """When this person wrote such a text for the last time."""
    mine = model.objects.filter(author=actor).order_by("-created_at")  # type: ignore[attr-defined]
    return mine.values_list("created_at", flat=True).first()


def _check_gap(last: datetime | None, seconds: int) -> None:
    """Raises TooSoon when this person wrote such a text less than `seconds` ago."""
    if last is None:
        return
    left = timedelta(seconds=seconds) - (timezone.now() - last)
    if left > timedelta(0):
        raise errors.TooSoon(ceil(left.total_seconds()))


def _former(
    author: int, question: int, key: UUID, body: str, since: datetime, lately: datetime
) -> QuerySet[Answer]:
    later = Q(created_at__gt=OuterRef("created_at")) | Q(pk__gt=OuterRef("pk"))
    there = Answer.objects.published().filter(question=question)
    others = there.filter(later, created_at__gte=OuterRef("created_at")).exclude(author=author)
    # Looked for last: the databases read these conditions in this order.
    in_a_row = Q(question=question, status=ContentStatus.PUBLISHED) & Q(~Exists(others))
    recent = Q(question=question) | Q(body=body)
    wanted = Q(submission_key=key) | Q(created_at__gt=lately) | in_a_row
    rows = Answer.objects.filter(wanted | Q(recent, created_at__gt=since), author=author)
    return rows.annotate(in_a_row=ExpressionWrapper(in_a_row, BooleanField())).order_by()
