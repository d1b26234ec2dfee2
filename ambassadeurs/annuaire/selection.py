"""Which copropriétés to show where there is room for a few, and what the card of one shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Prefetch, Q, When
from django.http import HttpRequest
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet
from ambassadeurs.coproprietes.retours.figures import NeighbourCosts, NetworkTold, costs_of, told_of
from ambassadeurs.coproprietes.search import KEY
from ambassadeurs.reseaux.models import Reseau
from cms.models import GuidePage
from cms.related_content.related_kinds import chosen
from socle.hooks import hooked
from socle.public_pages import cached_for_site

from .directory import OF_COPROPRIETE, ORDER

# How many candidates are read to find different networks among them.
POOL = 30
_TELLING = Q(cost_before__isnull=False, cost_after__isnull=False) & ~Q(quote="")


def featured(*, limit: int) -> list[Copropriete]:
    """Copropriétés with figures and a quote, any while none has both; one per network while there
    are networks left."""
    cards = as_cards(Copropriete.objects.with_public_ambassadors()).order_by(*ORDER)
    pool = cards.filter(_TELLING)[:POOL] or cards[:POOL]
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
        as_cards(Copropriete.objects.with_public_ambassadors())
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
    public = Copropriete.objects.with_public_ambassadors()
    return public.filter(pk__in=keys).first() if keys else None


@dataclass(frozen=True)
class NetworkPeople:
    """The public copropriétés of some networks, by their keys in the order of the directory: the
    first `limit` as cards, and what all of them tell together."""

    reseaux: Sequence[Reseau]
    limit: int
    request: HttpRequest | None = None

    @cached_property
    def keys(self) -> list[int]:
        """One query, none when there is no network; those of one network are kept."""
        if not self.reseaux:
            return []
        if len(self.reseaux) > 1:
            return self._speaking()
        key = f"annuaire:people-1:{self.reseaux[0].pk}"
        return cached_for_site(self.request, key, self._speaking)

    def _speaking(self) -> list[int]:
        speaking = Ambassadeur.objects.public().of_public_pages()
        rows = speaking.filter(copropriete__reseau__in=self.reseaux)
        ordered = rows.order_by(*OF_COPROPRIETE)
        return list(dict.fromkeys(ordered.values_list("copropriete", flat=True)))

    @cached_property
    def cards(self) -> list[Copropriete]:
        """Two queries, none without keys."""
        keys = self.keys[: self.limit]
        found = as_cards(Copropriete.objects.all()).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    @cached_property
    def told(self) -> NetworkTold:
        return told_of(self.keys)

    @cached_property
    def costs(self) -> NeighbourCosts | None:
        """What heating costs there; None in several networks, and while too few tell it."""
        return costs_of(self.told) if len(self.reseaux) == 1 else None


def _of_different_networks(rows: Iterable[Copropriete]) -> list[Copropriete]:
    """The first of each network, then the others."""
    seen: set[int | None] = set()
    first: list[Copropriete] = []
    rest: list[Copropriete] = []
    for copropriete in rows:
        (rest if copropriete.reseau_id in seen else first).append(copropriete)
        seen.add(copropriete.reseau_id)
    return first + rest


def as_cards(rows: CoproprieteQuerySet) -> CoproprieteQuerySet:
    """With `public_ambassadors`, each with `next_visit_at`, None when none is to come: two
    queries, of what a card and the directory show alone."""
    (next_visit,) = hooked("annuaire.next_visit")
    speaking = Ambassadeur.objects.speaking().for_cards()
    speaking = speaking.annotate(next_visit_at=next_visit(timezone.now()))
    told = Prefetch("ambassadeurs", speaking, to_attr="public_ambassadors")
    return rows.for_list().prefetch_related(told)
