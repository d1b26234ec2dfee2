"""The territories of one's organisations, as a filter on any path that leads to a commune."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from .models import Coverage, Organisation

_LOOKUPS: Final = {
    "commune": ("pk", "parent"),
    "epci": ("epci",),
    "departement": ("departement",),
    "region": ("region",),
}


class Covered(NamedTuple):
    """The codes of a coverage, to find again what was made for it."""

    commune_id: str | None
    epci_id: str | None
    departement_id: str | None
    region_id: str | None


def covered_by(coverages: Iterable[Coverage]) -> tuple[Covered, ...]:
    """What these coverages say, in no order of theirs."""
    codes = {
        Covered(one.commune_id, one.epci_id, one.departement_id, one.region_id) for one in coverages
    }
    return tuple(sorted(codes, key=str))


def coverages_of(organisations: Collection[Organisation]) -> list[Coverage]:
    """Territories of these organisations; without organisation, no query."""
    return list(
        Coverage.objects.filter(organisation__in=organisations).select_related(
            "region", "departement", "epci", "commune"
        )
    )


def inside(coverages: Iterable[Coverage | Covered], place: str = "commune") -> Q:
    """Rows whose `place` (path to a commune) is in these territories; nothing without territory."""
    codes: dict[str, list[str]] = defaultdict(list)
    for coverage in coverages:
        for level, lookups in _LOOKUPS.items():
            code = getattr(coverage, f"{level}_id")
            for lookup in lookups if code else ():
                codes[f"{place}__{lookup}__in".removeprefix("__")].append(code)
    found = Q(pk__in=[])
    for lookup, values in codes.items():
        found |= Q(**{lookup: values})
    return found


def departement_of_organisation(user: object) -> str:
    """Code of the first département where an organisation of this person works, whole or in part;
    "" for others and for those of a whole region (1 query)."""
    codes = Coverage.objects.filter(organisation__memberships__user=user).annotate(
        place=Coalesce("departement", "commune__departement")
    )
    return codes.exclude(place=None).order_by("pk").values_list("place", flat=True).first() or ""
