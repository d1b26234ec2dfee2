"""The local authority's desk: counts of its territory, never a person, small numbers masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, QuerySet

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.moderation.transparency import mask

from ..enums import DeskStatus, Kind
from ..models import MiseEnRelation
from .scope import inside

if TYPE_CHECKING:
    from communaute.comptes.models import Coverage

# Outcomes that say: no network that could heat this building is known, built or planned.
WITHOUT_NETWORK: Final = (
    Outcome.TROP_ELOIGNE,
    Outcome.EXISTANT_LOIN,
    Outcome.FUTUR_LOIN,
)


@dataclass(frozen=True)
class Picture:
    """Counts as they may be shown: text, masked under 5. Lists of (label, text)."""

    totals: list[tuple[str, str]]
    by_kind: list[tuple[str, str]]
    by_status: list[tuple[str, str]]
    without_network: list[tuple[str, str]]


def picture(coverages: list[Coverage]) -> Picture:
    """The territory in figures (6 queries)."""
    here = MiseEnRelation.objects.filter(inside(coverages))
    tests = AddressTest.objects.filter(inside(coverages))
    kinds = _counts(here, "kind")
    statuses = _counts(here.filter(kind=Kind.EXPLOITANT), "desk_status")
    far = _counts(tests.filter(outcome__in=WITHOUT_NETWORK), "commune__name", "commune__code")
    connected = Copropriete.objects.with_public_ambassadors().filter(inside(coverages))
    totals = {
        "réseaux de chaleur connus": Reseau.objects.filter(inside(coverages)).count(),
        "copropriétés raccordées qui témoignent": connected.count(),
    }
    return Picture(
        totals=[
            *((label, str(count)) for label, count in totals.items()),
            *mask({"adresses testées": tests.count()}).items(),
        ],
        by_kind=list(mask({kind.label: kinds.get(kind, 0) for kind in Kind}).items()),
        by_status=list(mask({one.label: statuses.get(one, 0) for one in DeskStatus}).items()),
        without_network=sorted(mask(far).items(), key=_shown_first),
    )


def figures(found: Picture) -> Iterator[tuple[str, str, str]]:
    """Section, label and number of each figure, in the order of the page."""
    for section, lines in (
        ("territoire", found.totals),
        ("demandes par destinataire", found.by_kind),
        ("demandes de raccordement par suivi", found.by_status),
        ("tests d’adresse sans réseau par commune", found.without_network),
    ):
        for label, value in lines:
            yield section, label, value


def csv_rows(found: Picture) -> Iterator[tuple[str, str, str]]:
    """Titles, then a line per figure."""
    yield "rubrique", "libelle", "nombre"
    yield from figures(found)


def _shown_first(figure: tuple[str, str]) -> tuple[bool, int, str]:
    """The biggest first; masked ones last by name, so that their order tells nothing."""
    label, value = figure
    return (not value.isdigit(), -int(value) if value.isdigit() else 0, label)


def _counts(rows: QuerySet, *fields: str) -> dict[str, int]:
    """How many rows per value; several fields make one label: « Gap (05061) »."""
    counted = rows.order_by().values_list(*fields).annotate(number=Count("pk"))
    return {
        f"{values[0]} ({values[1]})" if len(values) > 2 else values[0]: values[-1]
        for values in counted
    }
