"""What the result page shows around the answer: networks, figures, people, drawings."""

from dataclasses import dataclass
from functools import partial

from django.db.models import F
from django.http import HttpRequest

from communaute.comptes.models import Organisation
from communaute.territoires.models import Commune, Departement
from socle.facts_registry.selectors import fact
from socle.public_pages import cached_for_site

from ..enums import Precision, ReseauStatus
from ..models import AddressTest, Reseau
from .answers import ResultText, describe, describe_commune, precision_sentence
from .eligibility import address_rules, close_limits, format_distance, format_far
from .services import Trial

OTHER_NETWORKS = 5
AGENCIES = 2
HIGHEST = "co2_fioul_acv"
PCI = "kWh PCI"


@dataclass(frozen=True)
class Bar:
    """One line of a comparison, in gCO2 by `per`; `width` is the share of the longest, for SVG."""

    label: str
    value: float
    per: str
    width: str
    kind: str
    note: str


@dataclass(frozen=True)
class Nearby:
    """Another network worth a look; `distance_m` is None when only its commune is known."""

    reseau: Reseau
    distance_m: int | None

    @property
    def distance(self) -> str:
        return format_distance(self.distance_m)


@dataclass(frozen=True)
class Scale:
    """Where the building stands on the three zones of distance; `position` is a percentage."""

    very_close: str
    close: str
    far: str
    position: str


@dataclass(frozen=True)
class ResultPage:
    """All that the template of a result reads.

    `networks` are those whose people may answer: the one of the answer, or those of the commune.
    `departement` has networks while none is near; `demo_towns` names the only towns known, when
    all that is known was invented for a demonstration (else "").
    """

    test: AddressTest
    answer: ResultText
    precision: str
    nearby: tuple[Nearby, ...]
    networks: tuple[Reseau, ...]
    agencies: tuple[Organisation, ...]
    departement: Departement | None
    demo_towns: str
    bars: tuple[Bar, ...]
    scale: Scale | None

    @property
    def main_network(self) -> Reseau | None:
        """The network whose people answer, when there is only one."""
        return None if self.has_several or not self.networks else self.networks[0]

    @property
    def people_key(self) -> str:
        """What the parts on those who answer depend on: these networks, seen from this commune."""
        return "-".join([self.test.commune_id or "", *(str(one.pk) for one in self.networks)])

    @property
    def has_several(self) -> bool:
        return len(self.networks) > 1

    @property
    def is_commune(self) -> bool:
        return self.test.precision == Precision.COMMUNE

    @property
    def is_guess(self) -> bool:
        """True when the commune is only the one of the nearest town hall."""
        return self.test.precision == Precision.POINT

    @property
    def is_demo(self) -> bool:
        shown = (*self.networks, *(item.reseau for item in self.nearby))
        return bool(self.demo_towns) or any(reseau.is_demo for reseau in shown)

    @property
    def distance(self) -> str:
        return format_distance(self.test.distance_m)

    @property
    def beyond(self) -> str:
        """How far the nearest network is when all are too far; "" when none is known."""
        return "" if self.test.beyond_m is None else format_far(self.test.beyond_m)

    @property
    def far(self) -> str:
        return format_far(address_rules().far_m)

    @property
    def asks_neighbours(self) -> bool:
        """Whether the page shows connected copropriétés of these networks."""
        return bool(self.networks) and "ambassadeurs" in self.answer.helpers

    @property
    def figure_source(self) -> str:
        return figure_source(self.test.reseau) if self.test.reseau else ""


def build_result(tested: Trial, request: HttpRequest | None = None) -> ResultPage:
    """Read what goes with a test; at most eight queries. What is known of a commune is kept for
    the next address of it, where a request is answered."""
    test = tested.test
    nearby = _nearby(tested, request)
    if test.precision == Precision.COMMUNE and test.commune:
        planned = sum(item.reseau.status == ReseauStatus.EN_CONSTRUCTION for item in nearby)
        answer = describe_commune(test.commune, in_service=len(nearby) - planned, planned=planned)
    else:
        answer = describe(test)
    networks = _networks(test, nearby)
    nothing = not networks and not nearby
    return ResultPage(
        test=test,
        answer=answer,
        precision=precision_sentence(test.precision, test.commune),
        nearby=nearby,
        networks=networks,
        agencies=agencies_of(test, request),
        departement=_departement_with_networks(test.commune) if nothing else None,
        demo_towns=_demo_towns() if nothing else "",
        bars=compare_co2(test.reseau) if test.reseau else (),
        scale=_scale(test),
    )


def compare_co2(reseau: Reseau) -> tuple[Bar, ...]:
    """The network beside gas and fuel oil, all in life-cycle gCO2/kWh (of a fuel, PCI); nothing if
    unpublished."""
    if reseau.co2_acv is None:
        return ()
    gas, oil = fact("co2_gaz_acv"), fact(HIGHEST)
    values = (
        ("Ce réseau", reseau.co2_acv, "kWh de chaleur", "reseau", figure_source(reseau)),
        ("Chauffage au gaz", float(gas.value), PCI, "fossile", f"{gas.source.name}, {gas.dated}"),
        ("Chauffage au fioul", float(oil.value), PCI, "fossile", f"{oil.source.name}, {oil.dated}"),
    )
    longest = max(value for _, value, *_ in values)
    return tuple(
        Bar(label, value, per, f"{100 * value / longest:.1f}%", kind, note)
        for label, value, per, kind, note in values
    )


def figure_source(reseau: Reseau) -> str:
    """Source and year of the environmental figures, as printed under them.

    The yearly order gives a year, or says that the value is a mean of the last ones.
    """
    year = reseau.environment_year
    data = f"données de {year}" if year.isdigit() else year.lower()
    source = reseau.environment_source or "source non précisée"
    return f"{source} ({data})" if data else source


def agencies_of(
    place: Reseau | AddressTest, request: HttpRequest | None
) -> tuple[Organisation, ...]:
    """Agencies that cover the commune of an address, or the main one of a network, the most local
    first."""
    commune = place.commune
    if commune is None:
        return ()
    covering = Organisation.objects.agencies().covering(commune)
    key = f"reseaux:agencies-1:{commune.pk}"
    return cached_for_site(request, key, lambda: tuple(covering[:AGENCIES]))


def _nearby(tested: Trial, request: HttpRequest | None) -> tuple[Nearby, ...]:
    """Other networks within a kilometre when the point is known, else those of the commune."""
    if tested.candidates:
        return tuple(
            Nearby(found.reseau, found.distance_m) for found in tested.candidates[:OTHER_NETWORKS]
        )
    test = tested.test
    if test.commune is None:
        return ()
    serving = partial(_serving, test.commune)
    known = cached_for_site(request, f"reseaux:serving-1:{test.commune.pk}", serving)
    others = tuple(Nearby(one, None) for one in known if one.pk != test.reseau_id)
    # Of a whole commune, they are the answer.
    return others if test.precision == Precision.COMMUNE else others[:OTHER_NETWORKS]


def _serving(commune: Commune) -> tuple[Reseau, ...]:
    """The networks of a commune, with their operator and their space."""
    rows = Reseau.objects.heat().serving(commune).for_list().select_related("space")
    return tuple(rows.order_by(F("status").desc(), "name", "pk"))


def _networks(test: AddressTest, nearby: tuple[Nearby, ...]) -> tuple[Reseau, ...]:
    if test.reseau is not None:
        return (test.reseau,)
    if test.precision != Precision.COMMUNE:
        return ()
    return tuple(item.reseau for item in nearby)


def _departement_with_networks(commune: Commune | None) -> Departement | None:
    if commune is None or commune.departement_id is None:
        return None
    known = Reseau.objects.heat().filter(departement=commune.departement_id).exists()
    return commune.departement if known else None


def _demo_towns() -> str:
    """ "Dijon, Grenoble et Rennes" when every network was invented for a demonstration."""
    if Reseau.objects.filter(is_demo=False).exists():
        return ""
    rows = Reseau.objects.heat().filter(commune__isnull=False).order_by("commune__name")
    *others, last = rows.values_list("commune__name", flat=True).distinct() or [""]
    return f"{', '.join(others)} et {last}" if others else last


def _scale(test: AddressTest) -> Scale | None:
    """Three zones of equal width, so that 93 m reads well beside a kilometre."""
    if test.distance_m is None or test.reseau is None:
        return None
    limits = (0, *close_limits(test.reseau), address_rules().far_m)
    distance = min(test.distance_m, limits[3])
    zone = next(index for index in (1, 2, 3) if distance <= limits[index])
    share = (distance - limits[zone - 1]) / (limits[zone] - limits[zone - 1])
    # Keep the mark inside of the drawing at both ends.
    position = min(max(100 * (zone - 1 + share) / 3, 2.0), 98.0)
    return Scale(*map(format_far, limits[1:]), f"{position:.1f}%")
