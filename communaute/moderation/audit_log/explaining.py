"""What the database cannot check: that a restriction has its own statement of reasons, that what
waits was asked to wait, that an account is closed by its holder or by a measure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from communaute.comptes.models import User
from communaute.donnees.models import Departure
from communaute.moderation.decision_rules.effects import COLUMNS_OF, HIDING
from communaute.moderation.enums import (
    AUTOMATIC,
    EDITED,
    RESTRICTED,
    CaseStatus,
    ContentStatus,
    DecisionKind,
    SanctionKind,
)
from communaute.moderation.models import Decision, Notice, Sanction
from communaute.moderation.registry import ModeratedType, registered

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
    closed = rows.exclude(Exists(Departure.objects.filter(user=OuterRef("pk"))))
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
