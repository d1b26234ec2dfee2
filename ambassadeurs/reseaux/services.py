"""Writing networks: geometries, their version, the space where one asks about a network."""

import hashlib
import uuid
from collections.abc import Iterable

import shapely
from django.db import transaction
from django.db.models import prefetch_related_objects
from shapely import Geometry

from communaute.comptes.models import Organisation
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from communaute.questions.search import index_spaces
from communaute.questions.spaces.search import index_found, words_of_space
from socle.public_pages import touch_public_pages

from .models import GeoVersion, Reseau, Trace
from .search import index_networks

SIMPLIFY_M = 1.0


@transaction.atomic
def set_operator(*, reseau: Reseau, organisation: Organisation | None) -> Reseau:
    """Say which organisation receives the requests of a network; None: nobody does here."""
    reseau.exploitant = organisation
    reseau.save(update_fields=["exploitant"])
    index_networks([reseau.pk])
    touch_public_pages()
    return reseau


def bump_geo_version() -> None:
    """Tell every process that a geometry changed: it rebuilds its index at its next use."""
    GeoVersion.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})


def geometry_hash(geometry: Geometry) -> str:
    """Fingerprint of a geometry as published, before any simplification."""
    return hashlib.sha256(shapely.to_wkb(geometry)).hexdigest()


def set_trace(reseau: Reseau, geometry: Geometry, *, source_hash: str) -> Trace:
    """Store the pipes of a network (Lambert-93), simplified to one metre, zero lengths dropped.

    The caller bumps the version once when it is done. Raises ValueError when nothing is left.
    """
    parts = shapely.get_parts(shapely.simplify(geometry, SIMPLIFY_M, preserve_topology=False))
    parts = parts[shapely.length(parts) > 0]
    if not len(parts):
        raise ValueError("tracé sans longueur")
    lines = shapely.multilinestrings(parts)
    west, south, east, north = (float(bound) for bound in shapely.bounds(lines))
    trace, _ = Trace.objects.update_or_create(
        reseau=reseau,
        defaults={
            "wkb": shapely.to_wkb(lines),
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "length_m": float(shapely.length(geometry)),
            "source_hash": source_hash,
        },
    )
    return trace


@transaction.atomic
def ensure_spaces(reseaux: Iterable[Reseau]) -> int:
    """Give each network its space, in a few queries for all; return how many were written.

    Title and territory follow the network: the agency of its commune moderates it.
    """
    rows = list(reseaux)
    prefetch_related_objects(rows, "commune", "departement")
    spaces = Space.objects.in_bulk([reseau.slug for reseau in rows], field_name="slug")
    missing = [_space_of(reseau) for reseau in rows if reseau.slug not in spaces]
    Space.objects.bulk_create(missing, batch_size=500)
    spaces.update({space.slug: space for space in missing})
    moved, linked = [], []
    for reseau in rows:
        space = spaces[reseau.slug]
        wanted = _space_of(reseau)
        facts = ("title", "commune_id", "departement_id", "search_text")
        if any(getattr(space, fact) != getattr(wanted, fact) for fact in facts):
            for fact in facts:
                setattr(space, fact, getattr(wanted, fact))
            moved.append(space)
        if reseau.space_id != space.pk:
            linked.append(reseau)
        reseau.space = space
    Space.objects.bulk_update(
        moved, ["title", "commune", "departement", "search_text"], batch_size=500
    )
    index_spaces([space.pk for space in moved])
    index_found([space.pk for space in (*missing, *moved)])
    Reseau.objects.bulk_update(linked, ["space"], batch_size=500)
    if missing or moved or linked:
        touch_public_pages()
    return len({space.pk for space in (*missing, *moved)})


def _space_of(reseau: Reseau) -> Space:
    return Space(
        kind=SpaceKind.NETWORK,
        slug=reseau.slug,
        title=reseau.name,
        commune_id=reseau.commune_id,
        departement_id=reseau.departement_id,
        search_text=words_of_space(reseau.name, reseau.commune, reseau.departement),
    )
