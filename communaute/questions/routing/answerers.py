"""Who may answer a question, as rooms above propose; who was asked, when people usually answer."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.deadlines import undoable_until
from communaute.moderation.models import Decision
from communaute.questions.enums import AskedAs
from communaute.questions.models import Question
from communaute.questions.spaces.people import usual_days
from socle.hooks import hooked


@dataclass(frozen=True)
class Candidate:
    """Somebody who may answer; `why` is shown as it is (« même réseau, 62 lots contre 58 »).

    `of` is how the site names them to others (« Monique, Les Tilleuls »): never the name they sign
    with elsewhere.
    """

    user: User
    of: str
    why: str


def best_people(question: Question, *, without: Collection[int], limit: int) -> list[Candidate]:
    """The best matched people, each once, `limit` at most; `without`: accounts (pks) left out."""
    found: dict[int, Candidate] = {}
    for source in hooked("questions.answerers"):
        for candidate in source(question, without, limit):
            found.setdefault(candidate.user.pk, candidate)
    return list(found.values())[:limit]


@dataclass(frozen=True)
class Reached:
    """`ambassadors` is how many were asked; `organisations` their names, the operator first.

    `usual_days` is None when too few questions of the space were answered; 0, within a day.
    `is_to_come`: who published it may still take that back, they are told after that only.
    """

    ambassadors: int
    organisations: list[str]
    usual_days: int | None
    is_to_come: bool


def reached(question: Question) -> Reached:
    """Two queries; three in the first minutes of a question."""
    rows = list(question.asked.order_by("-role", "pk").values_list("role", "of"))
    named = [of for role, of in rows if role in (AskedAs.OPERATOR, AskedAs.AGENCY)]
    return Reached(
        ambassadors=sum(role == AskedAs.AMBASSADOR for role, _ in rows),
        organisations=list(dict.fromkeys(named)),
        usual_days=usual_days(question.space),
        is_to_come=_is_to_come(question),
    )


def _is_to_come(question: Question) -> bool:
    """Read before publication, by a decision that may still be taken back. One query more in the
    first minutes of a question."""
    now, since = timezone.now(), question.first_public_at
    if since is None or undoable_until(since) <= now:
        return False
    decided = Decision.objects.about_text().filter(
        case__content_type=ContentType.objects.get_for_model(question),
        case__object_id=question.pk,
        decided_at__gt=now - (undoable_until(now) - now),
    )
    return decided.exists()
