"""The local authority's desk: figures and places of its territory, small numbers masked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember
from ambassadeurs.demandes.enums import DeskStatus, Kind, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.reseaux.address_test.eligibility import too_far
from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.comptes.models import Coverage
from communaute.comptes.territories import inside
from socle.buildings import Stage
from socle.small_counts import mask

from .demandes import told_and_held

# Outcomes that say: no network that could heat this building is known, built or planned.
WITHOUT_NETWORK: Final = (
    Outcome.TROP_ELOIGNE,
    Outcome.EXISTANT_LOIN,
    Outcome.FUTUR_LOIN,
)
# Codes of communes overseas begin there (`Commune.is_overseas`).
OVERSEAS: Final = "97"
PLURAL: Final = 2
BY_COMMUNE: Final = ("commune__name", "commune__code")


@dataclass(frozen=True)
class Picture:
    """Counts as they may be shown: text, masked under 5. Lists of (label, text)."""

    totals: list[tuple[str, str]]
    by_kind: list[tuple[str, str]]
    by_status: list[tuple[str, str]]
    without_network: list[tuple[str, str]]
    tests_without_network: list[tuple[str, str]]


def picture(coverages: list[Coverage]) -> Picture:
    """The territory in figures (6 queries). A demande offered again is still one demande; what may
    still be taken back is not told."""
    here = Demande.objects.counted_once().filter(inside(coverages))
    told, held = told_and_held(here)
    tests = AddressTest.objects.filter(inside(coverages))
    kinds: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    apart = [(one.kind, one.state, one.desk_status, 1) for one in held]
    for kind, state, status, number in [*_counted(told, "kind", "state", "desk_status"), *apart]:
        kinds[kind] += number
        # Who took a request back before any answer leaves nothing to handle.
        is_dropped = state == State.CLOSED and status == DeskStatus.A_TRAITER
        statuses[status] += number if kind == Kind.EXPLOITANT and not is_dropped else 0
    tested, far = 0, Counter[str]()
    for name, code, outcome, number in _counted(tests, *BY_COMMUNE, "outcome"):
        tested += number
        far[_commune(name, code)] += number if outcome in WITHOUT_NETWORK else 0
    buildings = _buildings_without_network().filter(inside(coverages))
    waiting = {
        _commune(name, code): number for name, code, number in _counted(buildings, *BY_COMMUNE)
    }
    connected = Copropriete.objects.with_public_ambassadors().filter(inside(coverages))
    networks, speaking = Reseau.objects.filter(inside(coverages)).count(), connected.count()
    totals = {
        "réseau de chaleur connu" if networks < PLURAL else "réseaux de chaleur connus": networks,
        "copropriété raccordée avec un ambassadeur"
        if speaking < PLURAL
        else "copropriétés raccordées avec un ambassadeur": speaking,
    }
    return Picture(
        totals=[
            *((label, str(count)) for label, count in totals.items()),
            *mask({"adresses testées": tested}).items(),
        ],
        by_kind=list(mask({kind.label: kinds[kind] for kind in Kind}).items()),
        by_status=list(mask({one.label: statuses[one] for one in DeskStatus}).items()),
        without_network=sorted(mask(waiting).items(), key=_shown_first),
        tests_without_network=sorted(mask(+far).items(), key=_shown_first),
    )


def csv_rows(found: Picture) -> Iterator[tuple[str, str, str]]:
    """Titles, then a line per figure, in the order of the page."""
    yield "rubrique", "libelle", "nombre"
    for section, lines in (
        ("territoire", found.totals),
        ("demandes par destinataire", found.by_kind),
        ("demandes de raccordement par suivi", found.by_status),
        ("immeubles sans réseau par commune", found.without_network),
        ("tests d’adresse sans réseau par commune", found.tests_without_network),
    ):
        for label, value in lines:
            yield section, label, value


def _buildings_without_network() -> QuerySet[Copropriete]:
    """Buildings that think of it, alone or by a request, with no network within reach: one that is
    further than « proche », or none at all around a known point of the mainland. Not those that a
    syndic put in its table and nobody thinks of yet.
    """
    none_known = Q(nearest_reseau__isnull=True, longitude__isnull=False)
    thought_of = Exists(CoproprieteMember.objects.filter(copropriete=OuterRef("pk"))) | Exists(
        Demande.objects.filter(copropriete=OuterRef("pk"))
    )
    rows = Copropriete.objects.filter(
        thought_of, connected_year=None, in_pdp=False, commune__code__lt=OVERSEAS
    )
    return rows.filter(too_far() | none_known).exclude(stage=Stage.CONNECTED)


def _shown_first(figure: tuple[str, str]) -> tuple[bool, int, str]:
    """The biggest first; masked ones last by name, so that their order tells nothing."""
    label, value = figure
    return (not value.isdigit(), -int(value) if value.isdigit() else 0, label)


def _counted(rows: QuerySet, *fields: str) -> Iterable[tuple[Any, ...]]:
    """The values of these fields, and how many rows have them."""
    return rows.order_by().values_list(*fields).annotate(number=Count("pk"))


def _commune(name: str, code: str) -> str:
    return f"{name} ({code})"
