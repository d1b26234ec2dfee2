"""What the database cannot check of a restriction: that its statement of reasons is its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q

from communaute.moderation.enums import RESTRICTED, DecisionKind
from communaute.moderation.models import Decision, Sanction
from communaute.moderation.registry import ModeratedType, registered
from communaute.moderation.ruling.effects import COLUMNS_OF, HIDING

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


def unexplained() -> Iterator[str]:
    """Texts and people restricted without a statement of reasons that is theirs and stands, in
    French; nothing when all is well. One query for a kind of content that has nothing restricted,
    else a few."""
    for kind in registered():
        if not kind.model._default_manager.filter(_ANY_LINK).exists():
            continue
        for link, restricted, kinds in _LINKS:
            for pk in _texts(kind, link, restricted, kinds):
                yield f"{kind.label} n° {pk} : restriction ({link}) sans exposé des motifs à elle"
    others = Sanction.objects.exclude(statement__decision=F("decision"))
    for pk in others.order_by("pk").values_list("pk", flat=True):
        yield f"Mesure n° {pk} : sans exposé des motifs à elle"


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
