"""What a person may not do for now, by a measure or for want of accepting the rules: one question,
that every service that writes asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from cms.terms_acceptance import perms as rules
from communaute.comptes.errors import ProtectionAwaited
from communaute.comptes.models import User
from communaute.comptes.perms import would_speak_for_others
from communaute.comptes.trust import TrustSource
from communaute.notifications.outbox.pending import way_of
from socle.hooks import hooked

from .deadlines import HOURS_A_DAY, only_told
from .decision_rules import WORDS_ONLY
from .enums import JUDGED, ContentStatus, DecisionKind, SanctionKind
from .models import ModeratedContent, Sanction, StatementOfReasons
from .numbers import NUMBERS
from .querysets import SanctionQuerySet
from .registry import ModeratedType

_ACCOUNT = (SanctionKind.CLOSING, SanctionKind.SUSPENSION)
_WRITING = (*_ACCOUNT, SanctionKind.READ_ONLY)
_MESSAGES = (*_WRITING, SanctionKind.MESSAGES)


@dataclass(frozen=True)
class Restrictions:
    """The measures of a person that had not ended when they were read."""

    measures: tuple[Sanction, ...] = ()

    def standing(self, *kinds: str, at: datetime | None = None) -> Sanction | None:
        """The measure of one of these kinds that holds now, the last to end; None without."""
        moment = at or timezone.now()
        found = [one for one in self.measures if one.kind in kinds and one.stands_at(moment)]
        return max(found, key=_end, default=None)

    @property
    def on_writing(self) -> Sanction | None:
        """What forbids to write, to vote, to ask for anything."""
        return self.standing(*_WRITING)

    @property
    def on_messages(self) -> Sanction | None:
        """What forbids private messages, requests and visits."""
        return self.standing(*_MESSAGES)


def _end(sanction: Sanction) -> float:
    return sanction.ends_at.timestamp() if sanction.ends_at else float("inf")


def restrictions_of(user: object) -> Restrictions:
    """What stands against this person, read once per request (one query)."""
    if not getattr(user, "is_authenticated", False):
        return Restrictions()
    return user.once("restrictions", lambda: Restrictions(tuple(_standing(user))))


def _standing(account: User) -> SanctionQuerySet:
    theirs = Q(person=account)
    for also in hooked("moderation.also_held"):
        theirs |= also(account)
    return Sanction.objects.filter(theirs).standing(timezone.now())


def followed(user: User) -> list[tuple[Sanction, str]]:
    """The measures that hold now for this account because they were taken about another one of the
    same mailbox, each with where the mail of its statement is (`way_of`)."""
    measures = restrictions_of(user).measures
    return [(one, _way(user, one)) for one in measures if one.person_id != user.pk]


def _way(user: User, sanction: Sanction) -> str:
    return way_of(key=sanction.decision.statement.told_key, address=user.email)


def others_besides(sanction: Sanction) -> list[str]:
    """The other measures that hold now for the same person, and that they were told of, in words;
    those that only say something left out."""
    rows = Sanction.objects.filter(person=sanction.person_id).standing(timezone.now())
    others = rows.exclude(pk=sanction.pk).exclude(kind__in=WORDS_ONLY)
    return [one.get_kind_display() for one in only_told(others)]


def forbid_messages(now: datetime) -> SanctionQuerySet:
    """The measures that forbid private messages at this moment, for lists of people."""
    return Sanction.objects.standing(now).filter(kind__in=_MESSAGES)


def may_write(user: object) -> bool:
    """May publish, vote, follow up: neither a measure nor the rules forbid it now."""
    return not why_not_write(user)


def why_not_write(user: object, edited: ModeratedContent | None = None) -> str:
    """Why this person may not write for now: the measure that stands against them, until when and
    how to contest it, the rules that they did not accept, or the second factor awaited of who
    writes under the badge of an organisation; "" when they may. `edited`: the text of theirs that
    they change (`may_correct`)."""
    measure = restrictions_of(user).on_writing
    if edited is not None and may_correct(measure, edited):
        measure = None
    said = _said(user, measure) or rules.why_not(user)
    return said or (str(ProtectionAwaited()) if would_speak_for_others(user) else "")


def may_correct(measure: Sanction | None, content: ModeratedContent) -> bool:
    """Whether a text that moderation asked its author to correct is corrected despite the measure
    that forbids them to write: its delay runs, and a person reads it before others do. Not once
    the account is closed."""
    if measure is None or measure.kind == SanctionKind.CLOSING:
        return False
    return content.status == ContentStatus.TO_EDIT


def leaves_to_correct(sanction: str, content: ModeratedContent | None) -> bool:
    """Whether the text that brought a measure of this kind is corrected despite it, at this
    moment."""
    forbids = sanction in (SanctionKind.READ_ONLY, SanctionKind.SUSPENSION)
    if not forbids or content is None or content.status != ContentStatus.TO_EDIT:
        return False
    return not is_closed(content.author)


def is_closed(author: User | None) -> bool:
    """Whether an author corrects nothing any more: their account is closed, by moderation, by
    themselves or by the team, or is gone."""
    if author is None or not author.is_active:
        return True
    return restrictions_of(author).standing(SanctionKind.CLOSING) is not None


def shut_out(now: datetime) -> QuerySet[Sanction, Any]:
    """People (pks) whose account moderation closed, once they are told."""
    theirs = Sanction.objects.filter(kind=SanctionKind.CLOSING, person__isnull=False)
    return only_told(theirs.standing(now)).order_by().values("person")


def author_is_closed() -> Q:
    """The same for rows with an `author`; twin of `is_closed`."""
    theirs = Q(person=OuterRef("author"))
    for also in hooked("moderation.also_held"):
        theirs |= also(OuterRef(OuterRef("author")))
    closing = Sanction.objects.filter(theirs, kind=SanctionKind.CLOSING).standing(timezone.now())
    open_accounts = User.objects.filter(pk=OuterRef("author"), is_active=True)
    return Q(~Exists(open_accounts) | Exists(closing))


def milder_for(kind: ModeratedType | None, author: User | None) -> tuple[DecisionKind, ...]:
    """What is lighter than hiding a text of this kind and author: nobody asks for a correction that
    is not made any more."""
    milder = kind.milder if kind else ()
    if DecisionKind.ASK_EDIT not in milder or not is_closed(author):
        return milder
    return tuple(one for one in milder if one != DecisionKind.ASK_EDIT)


def longer_than(sanction: Sanction) -> Sanction | None:
    """The measure that forbids the same at this moment, and ends after this one."""
    alike = _WRITING if sanction.kind in _WRITING else _MESSAGES
    if sanction.kind not in alike or sanction.person is None:
        return None
    last = restrictions_of(sanction.person).standing(*alike)
    return last if last is not None and _end(last) > _end(sanction) else None


def why_not_message(user: object) -> str:
    """The same for private messages, requests and visits."""
    return _said(user, restrictions_of(user).on_messages) or rules.why_not(user)


def _said(user: object, sanction: Sanction | None) -> str:
    if sanction is None:
        return ""
    is_followed = sanction.person_id != getattr(user, "pk", None)
    told = {"sanction": sanction, "followed": is_followed}
    if is_followed:
        mail = _way(user, sanction)
        told |= {"mail": mail, "contact_email": settings.CONTACT_EMAIL}
    return render_to_string("moderation/refused.txt", told).strip()


def hours_at(rung: int, sanction: str) -> int | None:
    """Length proposed for this measure after so many that had an end and were not lifted, words
    apart, in hours; None for a closing, which has no end; no query."""
    if sanction == SanctionKind.CLOSING:
        return None
    if sanction in WORDS_ONLY:
        return NUMBERS.counts_days * HOURS_A_DAY
    ladder = NUMBERS.ladder_hours
    return ladder[min(rung, len(ladder) - 1)]


def upheld_flags(user: User, since: datetime) -> int:
    """How many texts of this person were hidden since then by a decision that stands."""
    received = StatementOfReasons.objects.received_by(user)
    judged = received.standing().filter(applies_from__gte=since, decision__kind__in=JUDGED)
    return judged.count()


TRUST = TrustSource(upheld_flags=upheld_flags)
