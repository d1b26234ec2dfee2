"""Before publication: one verdict for every text, and the wait of those that are read first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from communaute.comptes.badges import badges_of
from communaute.comptes.connection_log import note_published
from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.outcome import is_published_again
from communaute.moderation.registry import by_model
from communaute.moderation.services import ask_review
from communaute.notifications.services import tell, withdraw
from socle.calendar import add_working_hours
from socle.scheduler import Step

from ..enums import ContentStatus, DecisionKind, NoticeCategory, Outcome, Reason, SanctionKind
from ..models import Decision
from ..numbers import NUMBERS as MODERATION
from ..numbers import PRESCREENING_NUMBERS
from ..sanction_rules import restrictions_of
from .models import RememberedText, Review
from .personal.finder import delicate
from .rules import (
    is_only_link,
    is_too_fast,
    links_of,
    listed_words,
    private_data,
    remember,
    repeats,
    strangers,
)

# Whoever answers for one of these was checked, and signs what they write.
_ORGANISATIONS = frozenset({"agence", "equipe", "exploitant", "collectivite"})


class Standing(IntEnum):
    """Each spares what the one below spares, and more."""

    NEWCOMER = 0
    KNOWN = 1
    TRUSTED = 2
    ORGANISATION = 3


def standing(user: User) -> Standing:
    """Where this person stands now: newcomer, known, trusted, or speaking for an organisation."""
    if user.is_superuser or _ORGANISATIONS & {one.kind for one in badges_of(user)}:
        return Standing.ORGANISATION
    level = trust_level(user)
    if level >= TrustLevel.TRUSTED:
        return Standing.TRUSTED
    return Standing.KNOWN if level >= TrustLevel.KNOWN else Standing.NEWCOMER


def is_recent(user: User, now: datetime) -> bool:
    """Whether the account is too young to have shown what it is for."""
    return now - user.date_joined < timedelta(days=PRESCREENING_NUMBERS.recent_days)


@dataclass(frozen=True)
class ScreeningVerdict:
    """`reasons` to read a text before it is public, each with what was seen; none: it is public.
    `delicate`: what moderators are told of it, held or not; "" for nothing."""

    reasons: tuple[tuple[Reason, str], ...] = ()
    delicate: str = ""

    @property
    def is_held(self) -> bool:
        return bool(self.reasons)

    @property
    def status(self) -> ContentStatus:
        return ContentStatus.PENDING if self.is_held else ContentStatus.PUBLISHED

    @property
    def first_public_at(self) -> datetime | None:
        """When the text is public: now, unless it waits."""
        return None if self.is_held else timezone.now()

    @property
    def why(self) -> str:
        """What moderators read: one line a reason, with what was seen."""
        told = [(Reason.DELICATE, self.delicate)] if self.delicate else []
        return "\n".join(
            f"{reason.label} : {seen}." if seen else f"{reason.label}."
            for reason, seen in (*self.reasons, *told)
        )


def screen(
    *,
    actor: User,
    body: str,
    title: str = "",
    seconds: float | None = None,
    edits: Any = None,
    was_waiting: bool = False,
) -> ScreeningVerdict:
    """Whether a text is public at once; nothing is written.

    `seconds`: how long its form was open, None when unknown. `edits`: the content that this text
    replaces, if any; `was_waiting`: it is not public yet. What trust spares: newcomers (N0) are
    read for their first text; they, and known people (N1) of a recent account, for links and late
    edits; both for texts that repeat, are only a link or were sent too fast; all for private data,
    listed words; who speaks for an organisation never is. A measure that says so spares nobody.
    What may be delicate for somebody stops nothing: moderators are told.
    """
    level, now = standing(actor), timezone.now()
    found = _asked_by_a_measure(actor, now)
    if level >= Standing.ORGANISATION:
        return ScreeningVerdict(tuple(found))
    text = f"{title}\n\n{body}".strip()
    found += _seen_of_all(text)
    if level <= Standing.KNOWN:
        found += _seen_of_the_known(text, body, seconds, edits, now)
    if level <= Standing.NEWCOMER and (edits is None or was_waiting):
        found.append((Reason.FIRST_POST, ""))
    if level <= Standing.NEWCOMER or (level <= Standing.KNOWN and is_recent(actor, now)):
        found += _seen_of_recent(text, None if was_waiting else edits, now)
    told = " ; ".join(f"{kind} (« {said} »)" for kind, said in delicate(text))
    return ScreeningVerdict(tuple(found), told)


def read_first_because(actor: User) -> Reason | None:
    """Why any new text of this person is read before it is public, whatever it says; None when it
    depends on the text."""
    if _asked_by_a_measure(actor, timezone.now()):
        return Reason.MEASURE
    return Reason.FIRST_POST if standing(actor) <= Standing.NEWCOMER else None


type Seen = list[tuple[Reason, str]]


def _asked_by_a_measure(actor: User, now: datetime) -> Seen:
    held = restrictions_of(actor).standing(SanctionKind.PRE_MODERATION, at=now)
    return [(Reason.MEASURE, "")] if held else []


def _seen_of_all(text: str) -> Seen:
    found: Seen = []
    if data := private_data(text):
        found.append((Reason.PERSONAL_DATA, ", ".join(dict.fromkeys(str(d.kind) for d in data))))
    if words := listed_words(text):
        found.append((Reason.LISTED_WORD, ", ".join(words)))
    return found


def _seen_of_the_known(
    text: str, body: str, seconds: float | None, edits: Any, now: datetime
) -> Seen:
    found: Seen = []
    if is_only_link(body):
        found.append((Reason.ONLY_LINK, ""))
    if again := repeats(text, now, edits):
        found.append((again, ""))
    if is_too_fast(seconds):
        found.append((Reason.TOO_FAST, ""))
    return found


def _seen_of_recent(text: str, edits: Any, now: datetime) -> Seen:
    found: Seen = []
    silent = timedelta(minutes=PRESCREENING_NUMBERS.silent_edit_minutes)
    if edits is not None and now - edits.created_at > silent:
        found.append((Reason.LATE_EDIT, ""))
    links = links_of(text)
    if unknown := strangers(links):
        found.append((Reason.LINK, ", ".join(unknown)))
    elif len(links) > PRESCREENING_NUMBERS.newcomer_links:
        found.append((Reason.LINK, ", ".join(links)))
    return found


@transaction.atomic(savepoint=False)
def settle_text(content: Any, verdict: ScreeningVerdict, *, text: str) -> None:
    """Remember the text of a day, and have it read when the verdict says so.

    Called by the service that stored it, in its transaction, before its state follows the verdict.
    A text that waits already joins its review.
    """
    now = timezone.now()
    remember(content, text, now)
    note_published(content, account=content.author_id, now=now)
    if not verdict.is_held and not verdict.delicate:
        return
    kind = by_model(type(content))
    assert kind is not None  # noqa: S101 — every text that is screened is a moderated one
    category = NoticeCategory.OTHER if verdict.is_held else NoticeCategory.PERSONAL_DATA
    due_at = review_due(now)
    ask_review(kind=kind, content=content, why=verdict.why, due_at=due_at, category=category)
    if not verdict.is_held:
        return
    standing_review = Review.objects.about(content).waiting().first()
    if standing_review is not None:
        standing_review.reasons = [reason.value for reason, _ in verdict.reasons]
        standing_review.why = verdict.why
        standing_review.save(update_fields=["reasons", "why"])
        return
    Review.objects.create(
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        author_id=content.author_id,
        reasons=[reason.value for reason, _ in verdict.reasons],
        why=verdict.why,
        was_public=_was_public(content),
        held_at=now,
    )


def _was_public(content: Any) -> bool:
    """Whether others ever read this text, whatever held it or hid it since; two queries at most. A
    first publication taken back at once is none."""
    if content.first_public_at is not None or Review.objects.about(content).was_read().exists():
        return True
    decided = Decision.objects.about(content).exclude(kind=DecisionKind.UNDO)
    return decided.filter(status_before=ContentStatus.PUBLISHED).exists()


@transaction.atomic
def follow(content: Any, old_status: str, new_status: str) -> bool:
    """Note what became of a text that waited; whether it is public now for the first time.

    Called when its status moves, before anybody is told.
    """
    if ContentStatus.PENDING not in {old_status, new_status}:
        return new_status == ContentStatus.PUBLISHED and _published_at_last(content)
    if new_status == ContentStatus.PENDING:
        _unpublished(content)
        return False
    review = Review.objects.about(content).waiting().first()
    if review is None:
        return False
    review.settled_at = timezone.now()
    review.outcome = {
        ContentStatus.PUBLISHED: Outcome.PUBLISHED,
        ContentStatus.DELETED: Outcome.WITHDRAWN,
    }.get(ContentStatus(new_status), Outcome.REFUSED)
    review.save(update_fields=["settled_at", "outcome"])
    if new_status == ContentStatus.PUBLISHED:
        _tell_published(content, review)
    return new_status == ContentStatus.PUBLISHED and not review.was_public


def _published_at_last(content: Any) -> bool:
    """A text refused before it was ever public is put online, by an appeal for instance."""
    last = Review.objects.about(content).first()
    if last is None or last.was_public or last.outcome != Outcome.REFUSED:
        return False
    last.outcome = Outcome.PUBLISHED
    last.save(update_fields=["outcome"])
    return True


def _unpublished(content: Any) -> None:
    """An approval was taken back at once: nothing is told of it, the review goes on."""
    last = Review.objects.about(content).first()
    if last is None or last.outcome != Outcome.PUBLISHED:
        return
    withdraw(key=_published_key(last))
    last.settled_at, last.outcome = None, ""
    last.save(update_fields=["settled_at", "outcome"])


def _published_key(review: Review) -> str:
    return f"prescreening:{review.pk}:published:{review.settled_at:%Y%m%d%H%M%S%f}"


def _tell_published(content: Any, review: Review) -> None:
    kind = by_model(type(content))
    if content.author is None or kind is None or is_published_again(content):
        return
    tell(
        "prescreening.published",
        to=content.author,
        key=_published_key(review),
        url=kind.url(content),
        context={
            "review": review.pk,
            "label": kind.label.lower(),
            "excerpt": Truncator(kind.mailed(kind.text(content))).chars(400),
        },
        # Until then, who approved it may take it back.
        not_before=timezone.now() + timedelta(minutes=MODERATION.undo_minutes),
    )


def back_to(content: Any) -> ContentStatus:
    """Where a text that its author withdrew comes back: to the wait, if it had not been read."""
    last = Review.objects.about(content).first()
    waited = last is not None and last.outcome == Outcome.WITHDRAWN
    return ContentStatus.PENDING if waited else ContentStatus.PUBLISHED


@transaction.atomic
def wait_again(content: Any) -> None:
    """A text withdrawn while it waited is put back: its review goes on where it was."""
    review = Review.objects.about(content).select_for_update().first()
    kind = by_model(type(content))
    if review is None or kind is None:
        return
    review.settled_at, review.outcome = None, ""
    review.save(update_fields=["settled_at", "outcome"])
    now = timezone.now()
    ask_review(kind=kind, content=content, why=review.why, due_at=review_due(now))


def review_due(held_at: datetime) -> datetime:
    """When a text that waits must be read at the latest."""
    at_work = add_working_hours(held_at, PRESCREENING_NUMBERS.review_working_hours)
    return min(at_work, held_at + timedelta(hours=PRESCREENING_NUMBERS.review_hours))


def _over(now: datetime) -> list[int]:
    limit = now - timedelta(hours=PRESCREENING_NUMBERS.same_text_hours)
    return list(RememberedText.objects.filter(at__lte=limit).values_list("pk", flat=True))


def _forget(pk: int, now: datetime) -> None:
    RememberedText.objects.filter(pk=pk).delete()


STEPS = (
    Step(
        key="prescreening.forget",
        label="Textes du jour, gardés pour reconnaître les répétitions, effacés",
        due=_over,
        do=_forget,
    ),
)
