"""Writing: connected copropriétés and their place on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from socle.public_pages import touch_public_pages

from .errors import CoproprieteNotAllowed, OutsideMap
from .grid import cell_of, centre_of
from .models import Copropriete
from .numbers import NUMBERS
from .perms import can_manage_copropriete

if TYPE_CHECKING:
    from communaute.comptes.models import User

# Each is moved by a service of its own.
_GUARDED_FIELDS = {"latitude", "longitude", "public_latitude", "public_longitude"}


@transaction.atomic
def declare_copropriete(
    *, actor: User, lon: float | None = None, lat: float | None = None, **fields: Any
) -> Copropriete:
    """Record a connected copropriété. `fields` are those of the model, place apart.

    Raises CoproprieteNotAllowed, OutsideMap, ValidationError (field by field).
    """
    if _GUARDED_FIELDS & fields.keys():
        message = "La position se donne par lon et lat."
        raise TypeError(message)
    copropriete = Copropriete(**fields)
    if not can_manage_copropriete(actor, copropriete):
        message = "Vous ne pouvez pas ajouter une copropriété sur ce territoire."
        raise CoproprieteNotAllowed(message)
    copropriete.full_clean()
    copropriete.save()
    if lon is not None and lat is not None:
        set_position(copropriete=copropriete, lon=lon, lat=lat)
    touch_public_pages()
    return copropriete


@transaction.atomic
def set_position(*, copropriete: Copropriete, lon: float, lat: float) -> Copropriete:
    """Record the exact point (WGS84 degrees) and recompute what may be shown.

    The cell left and the cell entered are recomputed whole: a third public building in a cell
    makes the two others visible, a departure hides them again. Raises OutsideMap.
    """
    cell = cell_of(lon, lat)
    if cell is None:
        message = "Ce point n’est pas en France métropolitaine."
        raise OutsideMap(message)
    left = (copropriete.grid_x, copropriete.grid_y)
    copropriete.longitude, copropriete.latitude = lon, lat
    copropriete.grid_x, copropriete.grid_y = cell
    copropriete.save(update_fields=["longitude", "latitude", "grid_x", "grid_y"])
    _recompute_cells({left, cell})
    copropriete.refresh_from_db(fields=["public_longitude", "public_latitude"])
    touch_public_pages()
    return copropriete


@transaction.atomic
def place_building(*, copropriete: Copropriete, place: tuple[float, float] | None) -> None:
    """`set_position`, when the place (longitude, latitude) is known and on the map."""
    if place and cell_of(*place):
        set_position(copropriete=copropriete, lon=place[0], lat=place[1])


@transaction.atomic
def refresh_cell(*, copropriete: Copropriete) -> None:
    """Recompute the cell of a building that begins or ceases to be public."""
    _recompute_cells({(copropriete.grid_x, copropriete.grid_y)})


@transaction.atomic
def hide_cell(*, cell: tuple[int, int]) -> None:
    """Recompute a cell (column, row) of `thin_cells`."""
    _recompute_cells({cell})
    touch_public_pages()


@transaction.atomic
def recompute_public_positions() -> int:
    """Recompute every public place, after a change of the grid or of its threshold.

    Cells are kept by `set_position` and `refresh_cell`. Returns how many were looked at.
    """
    rows = Copropriete.objects.filter(latitude__isnull=False, longitude__isnull=False)
    cells: set[tuple[int | None, int | None]] = set()
    count = 0
    places = rows.values_list("pk", "longitude", "latitude", "grid_x", "grid_y")
    for pk, lon, lat, column, row in places:
        if lon is None or lat is None:
            continue
        count += 1
        cell = cell_of(lon, lat) or (None, None)
        cells |= {cell, (column, row)}
        if cell != (column, row):
            Copropriete.objects.filter(pk=pk).update(grid_x=cell[0], grid_y=cell[1])
    _recompute_cells(cells)
    touch_public_pages()
    return count


def _recompute_cells(cells: set[tuple[int | None, int | None]]) -> None:
    """What makes a position public: enough connected buildings of one 500 m cell have a public
    ambassador. All of them then show its centre; else none shows any place but its commune."""
    for column, row in cells:
        if column is None or row is None:
            continue
        inside = Copropriete.objects.connected().filter(grid_x=column, grid_y=row)
        shown = inside.with_public_ambassadors().count() >= NUMBERS.grid_from
        lon, lat = centre_of(column, row) if shown else (None, None)
        inside.update(public_longitude=lon, public_latitude=lat)
