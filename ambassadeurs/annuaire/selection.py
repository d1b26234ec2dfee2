"""Which copropriétés to show where there is room for a few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Case, Q, When

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.search import KEY
from cms.related.choosing import chosen

from .coming import with_next_visit
from .ordering import ORDER

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet
    from ambassadeurs.reseaux.models import Reseau
    from cms.models import GuidePage

# How many candidates are read to find different networks among them.
POOL = 30
_TELLING = Q(cost_before__isnull=False, cost_after__isnull=False) & ~Q(quote="")


def featured(*, limit: int) -> list[Copropriete]:
    """Copropriétés with figures and a quote, one per network while there are networks left."""
    pool = _public().filter(_TELLING).order_by(*ORDER)[:POOL]
    return _of_different_networks(pool)[:limit]


def beside(guide: GuidePage, *, limit: int) -> list[Copropriete]:
    """Copropriétés to show under a guide: those its editors chose, those whose page speaks of its
    subject (as the index tells), then the featured ones. Never those left out.

    Two queries, and what the index takes to answer when too few are chosen.
    """
    keys = chosen(guide.shown_first, KEY)
    if len(keys) < limit:
        keys += guide.found_beside.get(KEY, [])
    rows = (
        _public()
        .exclude(pk__in=chosen(guide.left_out, KEY))
        .filter(Q(pk__in=keys) | _TELLING)
        .annotate(is_told=Case(When(pk__in=keys, then=True), default=False))
        .order_by("-is_told", *ORDER)[: POOL + len(keys)]
    )
    known = {one.pk: one for one in rows}
    told = {key: known[key] for key in keys if key in known}
    others = [one for key, one in known.items() if key not in told]
    return [*told.values(), *_of_different_networks(others)][:limit]


def at_address(address: str) -> Copropriete | None:
    """The copropriété whose page is at this address, when it has an ambassador that all may see."""
    keys = chosen(address, KEY)[:1]
    return _public().filter(pk__in=keys).first() if keys else None


def _public() -> CoproprieteQuerySet:
    return with_next_visit(Copropriete.objects.with_public_ambassadors().for_list())


def of_networks(reseaux: Sequence[Reseau], *, limit: int) -> list[Copropriete]:
    """The first ones of these networks together (2 queries); no query when there is no network."""
    return list(_public().filter(reseau__in=reseaux).order_by(*ORDER)[:limit])


def _of_different_networks(rows: Iterable[Copropriete]) -> list[Copropriete]:
    """The first of each network, then the others."""
    seen: set[int | None] = set()
    first: list[Copropriete] = []
    rest: list[Copropriete] = []
    for copropriete in rows:
        (rest if copropriete.reseau_id in seen else first).append(copropriete)
        seen.add(copropriete.reseau_id)
    return first + rest
