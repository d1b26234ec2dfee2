"""Reading the whole log again: what was changed, removed, slipped in, or cut off."""

import hmac
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.audit_log.log import seal, seal_head
from communaute.moderation.models import Decision, LogHead, ModerationLog

from ..decision_rules import COLUMNS_OF, HIDING
from ..enums import (
    AUTOMATIC,
    EDITED,
    RESTRICTED,
    CaseStatus,
    ContentStatus,
    DecisionKind,
    SanctionKind,
)
from ..models import Notice, Sanction
from ..registry import ModeratedType, registered

CHUNK = 500
UNKNOWN_KEY = "est scellée par une clé inconnue"


def head() -> LogHead | None:
    return LogHead.objects.filter(pk=LogHead.ONLY).first()


def is_intact() -> bool:
    """Whether nothing of the log was changed, removed, slipped in or cut off."""
    return next(problems(), None) is None


def problems(seen: tuple[int, str] | None = None) -> Iterator[str]:
    """What is wrong with the log, in French; nothing when it is as it was written.

    `seen` is the place and the seal of a row that somebody noted elsewhere: an older log put back
    whole, with its head, shows by this alone. The rows are read once, in order, in pieces.
    """
    last, digest = 0, ""
    for row in _rows():
        if row.position != last + 1:
            yield _missing(last + 1, row.position - 1)
            return
        if wrong := _wrong_with(row, digest):
            yield wrong
            return
        if row.actor_id not in {None, row.actor_number}:
            yield f"{_name(row)} nomme une autre personne"
        last, digest = row.position, row.digest
        if seen is not None and seen[0] == last and not hmac.compare_digest(seen[1], digest):
            yield f"{_name(row)} n’est pas celle qui avait été notée"
    if seen is not None and seen[0] > last:
        yield _missing(last + 1, seen[0])
    yield from _wrong_with_head(last, digest)
    for pk in Decision.objects.filter(log=None).order_by("pk").values_list("pk", flat=True):
        yield f"la décision n° {pk} n’est plus au journal"


def _rows() -> Iterator[ModerationLog]:
    """All rows in order, a piece at a time: the log may be longer than the memory."""
    last = 0
    while True:
        found = ModerationLog.objects.select_related("decision__statement")
        piece = list(found.filter(position__gt=last).order_by("position")[:CHUNK])
        yield from piece
        if len(piece) < CHUNK:
            return
        last = piece[-1].position


def _wrong_with(row: ModerationLog, previous: str) -> str:
    wanted = seal(row, previous)
    if wanted is None:
        return f"{_name(row)} {UNKNOWN_KEY} ({row.key_id or 'aucune'})"
    if not hmac.compare_digest(wanted, row.digest):
        return f"{_name(row)}, ou la décision qu’elle nomme, a été changée"
    return ""


def _wrong_with_head(last: int, digest: str) -> Iterator[str]:
    kept = head()
    if kept is None:
        if last:
            yield "la tête du journal manque"
        return
    wanted = seal_head(kept)
    if wanted is None:
        yield f"la tête du journal {UNKNOWN_KEY} ({kept.key_id or 'aucune'})"
        return
    if not hmac.compare_digest(wanted, kept.seal):
        yield "la tête du journal a été changée"
        return
    if kept.since != 1:
        yield f"la tête du journal manquait à la ligne {kept.since}"
    if kept.position > last:
        yield _missing(last + 1, kept.position)
    elif (kept.position, kept.digest) != (last, digest):
        yield f"la tête du journal en est à la ligne {kept.position}"


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"la ligne {first} manque"
    return f"les lignes {first} à {last} manquent"


def _name(row: ModerationLog) -> str:
    about = f" (dossier n° {row.case_id})" if row.case_id else ""
    return f"la ligne {row.position}{about}"


# The link to a statement, when it is needed, and the decisions that explain it.
_LINKS: tuple[tuple[str, Q, tuple[DecisionKind, ...]], ...] = (
    ("hidden_for", Q(status__in=RESTRICTED), HIDING),
    *(
        (why, ~Q(**{mark: ""} if kind == DecisionKind.LABEL else {mark: None}), (kind,))
        for kind, (mark, why) in COLUMNS_OF.items()
    ),
)
# What any of them concerns: most kinds of content have no such text.
_ANY_LINK = reduce(or_, (restricted for _, restricted, _ in _LINKS))
_SHUTS = (SanctionKind.SUSPENSION, SanctionKind.CLOSING)


def unexplained() -> Iterator[str]:
    """Texts and people restricted without a statement of reasons that is theirs and stands, in
    French; nothing when all is well. One query for a kind of content that has nothing restricted,
    else a few."""
    for kind in registered():
        yield from _unlawful_states(kind)
        if not kind.model._default_manager.filter(_ANY_LINK).exists():
            continue
        for link, restricted, kinds in _LINKS:
            for pk in _texts(kind, link, restricted, kinds):
                yield f"{kind.label} n° {pk} : restriction ({link}) sans exposé des motifs à elle"
    others = Sanction.objects.exclude(statement__decision=F("decision"))
    for pk in others.order_by("pk").values_list("pk", flat=True):
        yield f"Mesure n° {pk} : sans exposé des motifs à elle"
    for pk in _closed_by_nobody():
        yield f"Compte n° {pk} : fermé, sans mesure ni demande de la personne"


def _unlawful_states(kind: ModeratedType) -> Iterator[str]:
    """Texts in a state that nobody knows, and texts that wait though nobody asked to read them;
    one query."""
    asked = Notice.objects.filter(
        visitor_key__in=(AUTOMATIC, EDITED),
        case__content_type=ContentType.objects.get_for_model(kind.model),
        case__object_id=OuterRef("pk"),
    ).exclude(case__status=CaseStatus.DECIDED)
    waits = Q(status=ContentStatus.PENDING)
    lawful = waits & Q(first_public_at=None) & Q(Exists(asked))
    rows = kind.model._default_manager.filter(waits | ~Q(status__in=ContentStatus.values))
    for pk, status in rows.exclude(lawful).order_by("pk").values_list("pk", "status"):
        if status == ContentStatus.PENDING:
            yield f"{kind.label} n° {pk} : attend une relecture que rien ne demande"
        else:
            yield f"{kind.label} n° {pk} : état inconnu « {status} »"


def _closed_by_nobody() -> Iterator[int]:
    rows = User.objects.filter(is_active=False)
    measures = Sanction.objects.standing(timezone.now()).filter(kind__in=_SHUTS)
    closed = rows.filter(departure=None)
    lone = closed.exclude(Exists(measures.filter(person=OuterRef("pk"))))
    yield from lone.order_by("pk").values_list("pk", flat=True)


def _texts(
    kind: ModeratedType, link: str, restricted: Q, kinds: tuple[DecisionKind, ...]
) -> Iterator[int]:
    explains = Decision.objects.standing().filter(
        statement=OuterRef(link),
        kind__in=kinds,
        case__content_type=ContentType.objects.get_for_model(kind.model),
        case__object_id=OuterRef("pk"),
    )
    rows = kind.model._default_manager.filter(restricted).exclude(Exists(explains))
    yield from rows.order_by("pk").values_list("pk", flat=True)
