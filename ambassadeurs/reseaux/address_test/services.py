"""From what a person gives (address, point, commune) to an address test, stored or not."""

import re
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction

from communaute.territoires.models import Commune

from ..enums import Outcome, Precision
from ..models import AddressTest, Reseau
from .eligibility import OVERSEAS, Candidate, OutsideCoverage, evaluate
from .geocoding import Geocoding, GeocodingVerdict, Place

# Two good candidates closer than this are asked back: their scores do not tell them apart.
AMBIGUOUS_SCORE_GAP = 0.05
CHOICE_SALT = "reseaux.place"
CHOICE_SECONDS = 3600
_FROM_POSTCODE = re.compile(r"\b(\d{5})\b.*$")


@dataclass(frozen=True)
class Trial:
    """One test just made. `test` is not stored; the rest is known only now and never is.

    `label` is the address as the geocoder writes it, empty for a point or a commune;
    `longitude`/`latitude` are WGS84 degrees, None for a commune.
    """

    test: AddressTest
    candidates: tuple[Candidate, ...] = ()
    label: str = ""
    longitude: float | None = None
    latitude: float | None = None


def places_to_confirm(found: Geocoding) -> tuple[Place, ...]:
    """Places to ask back: all when the address is doubtful, the equally good ones when sure."""
    if found.verdict == GeocodingVerdict.TO_CONFIRM:
        return found.places
    if found.best is None:
        return ()
    rivals = tuple(
        place
        for place in found.places
        if round(found.best.score - place.score, 6) < AMBIGUOUS_SCORE_GAP
    )
    return rivals if len({place.label for place in rivals}) > 1 else ()


def commune_written_in(text: str) -> str:
    """The commune that an address ends with, as the field of communes reads it; "" if unknown.

    "33 boulevard Clemenceau, 38100 Grenoble" → "Grenoble (38)". Several communes for one
    postcode: the postcode itself, for the person to choose.
    """
    found = _FROM_POSTCODE.search(text)
    endings = (found.group(), found.group(1)) if found else (text.rpartition(",")[2],)
    for ending in endings:
        communes = Commune.objects.candidates(ending)
        if communes:
            return str(communes[0]) if len(communes) == 1 else ending.strip()
    return ""


def try_place(place: Place, *, heating_mode: str = "") -> Trial:
    """Test a place of the geocoder. Raises OutsideCoverage."""
    if place.precision == Precision.COMMUNE and place.commune is not None:
        return try_commune(place.commune, heating_mode=heating_mode)
    return try_point(
        longitude=place.longitude,
        latitude=place.latitude,
        commune=place.commune,
        precision=place.precision,
        heating_mode=heating_mode,
        label=place.label,
    )


def try_point(
    *,
    longitude: float,
    latitude: float,
    commune: Commune | None = None,
    precision: Precision = Precision.POINT,
    heating_mode: str = "",
    label: str = "",
) -> Trial:
    """Test a WGS84 point. Raises OutsideCoverage overseas and abroad."""
    found = evaluate(longitude=longitude, latitude=latitude, commune=commune)
    return Trial(
        test=AddressTest(
            outcome=found.outcome,
            precision=precision,
            distance_m=found.distance_m,
            reseau=found.reseau,
            commune=found.commune,
            heating_mode=heating_mode,
            in_pdp=found.in_pdp,
            beyond_m=found.beyond.distance_m if found.beyond else None,
            beyond_reseau=found.beyond.reseau if found.beyond else None,
        ),
        candidates=found.candidates,
        label=label,
        longitude=longitude,
        latitude=latitude,
    )


def try_commune(commune: Commune, *, heating_mode: str = "") -> Trial:
    """Test a commune alone: its networks, and no distance. Raises OutsideCoverage overseas.

    A distance from the town hall would be read as one's own, so none is computed: the outcome
    says only whether the commune has a network, in service or planned.
    """
    if commune.is_overseas:
        raise OutsideCoverage(OVERSEAS)
    reseau = Reseau.objects.heat().serving(commune).order_by("-status", "pk").first()
    return Trial(
        test=AddressTest(
            outcome=Outcome.COMMUNE_SANS_TRACE if reseau else Outcome.TROP_ELOIGNE,
            precision=Precision.COMMUNE,
            commune=commune,
            heating_mode=heating_mode,
        )
    )


@transaction.atomic
def store(tested: Trial) -> AddressTest:
    """Keep the test, counted and shareable, without its address nor its point."""
    tested.test.save(force_insert=True)
    return tested.test


def sign_place(place: Place) -> str:
    """A value for a choice: the place itself, signed, so that it comes back unchanged."""
    return signing.dumps(
        {
            "label": place.label,
            "longitude": place.longitude,
            "latitude": place.latitude,
            "precision": place.precision.value,
            "citycode": place.citycode,
        },
        salt=CHOICE_SALT,
        compress=True,
    )


def read_place(value: str) -> Place | None:
    """The place of a signed choice; None when it was altered or is older than an hour."""
    try:
        facts: dict[str, Any] = signing.loads(value, salt=CHOICE_SALT, max_age=CHOICE_SECONDS)
    except signing.BadSignature:
        return None
    return Place(
        label=facts["label"],
        longitude=facts["longitude"],
        latitude=facts["latitude"],
        score=1.0,
        precision=Precision(facts["precision"]),
        citycode=facts["citycode"],
        commune=Commune.objects.filter(pk=facts["citycode"]).first(),
    )
