"""Networks for tests: identity by default, pipes and perimeters by helpers in Lambert-93."""

from collections.abc import Sequence
from typing import Any

import factory
import shapely
from factory.django import DjangoModelFactory

from ambassadeurs.reseaux.address_test.eligibility import Eligibility, evaluate
from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.models import Perimetre, Reseau, Trace
from ambassadeurs.reseaux.services import (
    bump_geo_version,
    ensure_spaces,
    geometry_hash,
    set_trace,
)
from communaute.questions.models import Space
from communaute.territoires.models import Commune

# The point of "33 Boulevard Clemenceau 38100 Grenoble", in Lambert-93 and in degrees.
GRENOBLE = (915180.48, 6457591.92)
GRENOBLE_DEGREES = (5.740288, 45.18403)


class ReseauFactory(DjangoModelFactory):
    """A heat network in service in Grenoble, open, without trace."""

    class Meta:
        model = Reseau
        skip_postgeneration_save = True

    identifiant = factory.Sequence(lambda n: f"38{n + 1000}C")
    slug = factory.LazyAttributeSequence(lambda made, n: made.identifiant or f"reseau-{n:05}")
    source_key = factory.LazyAttribute(lambda made: f"test:{made.slug}")
    name = factory.Sequence(lambda n: f"Réseau de chaleur n°{n:05}")
    exploitant_name = "Chaleur d’essai"
    commune_id = "38185"
    departement_id = "38"
    enrr_rate = 80.9
    co2_direct = 70.0
    co2_acv = 90.0
    environment_year = "2024"
    environment_source = "Arrêté DPE"

    @factory.post_generation
    def serves(self: Any, create: bool, extracted: Sequence[str] | None, **kwargs: Any) -> None:
        """INSEE codes of `communes`; the main commune when not told."""
        if create:
            codes = extracted if extracted is not None else [self.commune_id]
            self.communes.set([code for code in codes if code])


def ensure_space(reseau: Reseau) -> Space:
    """The space of the questions about a network, made when missing."""
    ensure_spaces([reseau])
    assert reseau.space is not None
    return reseau.space


def add_trace(reseau: Reseau, *lines: Sequence[tuple[float, float]]) -> Trace:
    """Draw pipes (each a list of Lambert-93 points, metres) and publish them."""
    geometry = shapely.MultiLineString(lines)
    trace = set_trace(reseau, geometry, source_hash=geometry_hash(geometry))
    reseau.has_trace = True
    reseau.save(update_fields=["has_trace"])
    bump_geo_version()
    return trace


def traced_reseau(
    *, distance_m: float, origin: tuple[float, float] = GRENOBLE, **facts: Any
) -> Reseau:
    """A network whose only pipe, north-south and 2 km long, passes east of `origin`."""
    x, y = origin
    reseau = ReseauFactory(**facts)
    add_trace(reseau, [(x + distance_m, y - 1000), (x + distance_m, y + 1000)])
    return reseau


def planned_reseau(**facts: Any) -> Reseau:
    """A network under construction, without trace until `add_trace`."""
    return ReseauFactory(status=ReseauStatus.EN_CONSTRUCTION, identifiant="", **facts)


class PerimetreFactory(DjangoModelFactory):
    """A square PDP of 400 m around the Grenoble point; `around`, `half_side_m`, `networks`."""

    class Meta:
        model = Perimetre
        skip_postgeneration_save = True

    class Params:
        around = GRENOBLE
        half_side_m = 200.0

    kind = Perimetre.Kind.PDP
    source_key = factory.Sequence(lambda n: f"perimetre:{n}")
    communes_label = "Grenoble"
    wkb = factory.LazyAttribute(
        lambda made: shapely.to_wkb(
            shapely.box(
                made.around[0] - made.half_side_m,
                made.around[1] - made.half_side_m,
                made.around[0] + made.half_side_m,
                made.around[1] + made.half_side_m,
            )
        )
    )
    source_hash = factory.LazyAttribute(lambda made: made.source_key)

    @factory.post_generation
    def networks(self: Any, create: bool, extracted: Sequence[Reseau] | None, **kw: Any) -> None:
        if create:
            self.reseaux.set(extracted or [])
            bump_geo_version()


def ask(commune_code: str | None = "38185") -> Eligibility:
    """The address test at the centre of Grenoble."""
    longitude, latitude = GRENOBLE_DEGREES
    commune = Commune.objects.get(pk=commune_code) if commune_code else None
    return evaluate(longitude=longitude, latitude=latitude, commune=commune)


def existing(distance_m: float) -> Reseau:
    return traced_reseau(distance_m=distance_m)


def planned(distance_m: float) -> Reseau:
    reseau = planned_reseau()
    x, y = GRENOBLE
    add_trace(reseau, [(x + distance_m, y - 500), (x + distance_m, y + 500)])
    return reseau
