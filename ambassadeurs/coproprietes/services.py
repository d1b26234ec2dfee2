"""Writing: connected copropriétés and their place on the map."""

from datetime import date, datetime
from typing import Any, Final

import shapely
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.reseaux.geometry import LAMBERT_93, WGS84, in_mainland, project, to_lambert
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation, User
from communaute.moderation.models import StatementOfReasons
from communaute.notifications.services import tell, withdraw
from socle.buildings import HeatingEnergy, Stage
from socle.hooks import hooked
from socle.public_pages import touch_public_pages

from .enums import RetourState
from .join_requests import end_all
from .models import Ambassadeur, Copropriete, ToldConnection
from .numbers import NUMBERS
from .search import index_building

# Width in metres of the cell that stands for a public place: cells are kept, it never changes.
GRID_M: Final = 500


def cell_of(lon: float, lat: float) -> tuple[int, int] | None:
    """Column and row of the cell that holds a WGS84 point (degrees); None outside the mainland."""
    if not in_mainland(lon, lat):
        return None
    x, y = to_lambert(lon, lat)
    return int(x // GRID_M), int(y // GRID_M)


def centre_of(column: int, row: int) -> tuple[float, float]:
    """Longitude and latitude (WGS84, 6 decimals) of the centre of a cell."""
    centre = shapely.Point((column + 0.5) * GRID_M, (row + 0.5) * GRID_M)
    ((lon, lat),) = shapely.get_coordinates(project(centre, source=LAMBERT_93, target=WGS84))
    return round(float(lon), 6), round(float(lat), 6)


@transaction.atomic
def set_position(*, copropriete: Copropriete, lon: float, lat: float) -> Copropriete:
    """Record the exact point (WGS84 degrees) and recompute what may be shown.

    The cell left and the cell entered are recomputed whole: a third public building in a cell
    makes the two others visible, a departure hides them again. A point outside mainland France
    changes nothing: Lambert-93 would give a false cell.
    """
    cell = cell_of(lon, lat)
    if cell is None:
        return copropriete
    left = (copropriete.grid_x, copropriete.grid_y)
    copropriete.longitude, copropriete.latitude = lon, lat
    copropriete.grid_x, copropriete.grid_y = cell
    copropriete.save(update_fields=["longitude", "latitude", "grid_x", "grid_y"])
    _recompute_cells({left, cell})
    copropriete.refresh_from_db(fields=["public_longitude", "public_latitude"])
    touch_public_pages()
    return copropriete


@transaction.atomic
def connect_building(
    *,
    copropriete: Copropriete,
    reseau: Reseau,
    organisation: Organisation,
    on: date,
    asker: User | None,
) -> bool:
    """An operator says that a project is connected to a network of its own, since `on`.

    Its members and the `asker` are thanked, and invited to tell it and to become ambassadors; the
    building stays private until one of them is. Returns whether all this was done: not unless
    `may_connect`.
    """
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    if not may_connect(row, reseau, organisation):
        return False
    after = _connected(row, reseau, on)
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    told = ToldConnection.objects.create(
        copropriete=row,
        organisation=organisation,
        before=before,
        # Not left to the column, which knows no past replayed by the demonstration.
        told_at=timezone.now(),
    )
    refresh_cell(copropriete=row)
    _thank(told, asker)
    index_building(row.pk)
    touch_public_pages()
    return True


def may_connect(building: Copropriete, reseau: Reseau, organisation: Organisation) -> bool:
    """Whether this operator may say that it is connected to this network: not of another operator,
    nor of a building that is connected already (whoever said so) or that is told of another
    network. What is known is never overwritten."""
    is_free = not building.is_connected and building.reseau_id in (None, reseau.pk)
    return is_free and reseau.exploitant_id == organisation.pk


@transaction.atomic
def correct_connection(
    *, copropriete: Copropriete, reseau: Reseau, organisation: Organisation, on: date
) -> bool:
    """The operator who connected a building to this network says another date, as long as nobody of
    the building has confirmed it (`disconnect_building`). Returns whether its year is now that of
    `on`."""
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    if row.reseau_id != reseau.pk or not row.is_connected:
        return False
    if row.connected_year == on.year:
        return True
    told = ToldConnection.objects.filter(copropriete=row, organisation=organisation)
    if not told.exists() or _is_confirmed(row):
        return False
    row.connected_year = on.year
    row.save(update_fields=["connected_year"])
    index_building(row.pk)
    touch_public_pages()
    return True


@transaction.atomic
def disconnect_building(*, copropriete: Copropriete, organisation: Organisation) -> bool:
    """The operator who connected a building takes it back, whenever that is.

    The building is what it was, and what its members were told is withdrawn, unless somebody of
    the building has confirmed it meanwhile: a mandate that was ever verified, or waits for its
    decision, says that it is connected, and so does a retour d’expérience online. Facts that a
    member changed since stay as told. Returns whether the building changed.
    """
    lock_buildings(copropriete.pk)
    told = (
        ToldConnection.objects.select_for_update(of=("self",))
        .filter(copropriete=copropriete, organisation=organisation)
        .first()
    )
    if told is None:
        return False
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    if _is_confirmed(row):
        return False
    now_told = {
        "stage": Stage.CONNECTED,
        "current_energy": HeatingEnergy.RESEAU,
        "former_energy": told.before["former_energy"] or told.before["current_energy"],
    }
    for name, value in told.before.items():
        if name not in now_told or getattr(row, name) == now_told[name]:
            setattr(row, name, value)
    # No place of a project is public.
    row.public_longitude = row.public_latitude = None
    row.save(update_fields=[*told.before, "public_longitude", "public_latitude"])
    withdraw(key=told.key)
    told.delete()
    refresh_cell(copropriete=row)
    index_building(row.pk)
    forget_if_left(row.pk)
    touch_public_pages()
    return True


def _is_confirmed(row: Copropriete) -> bool:
    mandates = Ambassadeur.objects.filter(copropriete=row)
    spoken = any(mandate.verified_at or mandate.is_running for mandate in mandates)
    return spoken or row.retours.filter(state=RetourState.PUBLISHED).exists()


def lock_buildings(*keys: int | None) -> None:
    """Lock these buildings (primary keys; None is none), before any demande of theirs: the order
    of all, for a building that goes takes itself away from its demandes."""
    rows = Copropriete.objects.filter(pk__in={key for key in keys if key is not None})
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def forget_if_left(pk: int) -> bool:
    """Erase a project in which nobody takes part any more, member or ambassador. One connected,
    with a retour d’expérience online, or that a room above keeps, stays. Nobody
    answers who asked to take part: their requests end. Returns whether it is gone."""
    row = Copropriete.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return True
    if is_followed(row):
        return False
    end_all(row)
    if is_kept(row):
        return False
    row.delete()
    return True


def is_followed(row: Copropriete, *, without: User | None = None) -> bool:
    """Whether somebody takes part in a building, member or ambassador; `without` this member."""
    members = row.memberships.exclude(user=without) if without else row.memberships.all()
    return members.exists() or row.ambassadeurs.public().exists()


def is_kept(row: Copropriete) -> bool:
    """Whether what is known of a building stays once nobody takes part in it."""
    if row.is_connected or row.ambassadeurs.exists():
        return True
    return row.retours.filter(state=RetourState.PUBLISHED).exists() or any(
        keeps(row.pk) for keeps in hooked("coproprietes.kept_projects")
    )


def _connected(row: Copropriete, reseau: Reseau, on: date) -> dict[str, Any]:
    """What a project becomes, by field."""
    return {
        "reseau_id": reseau.pk,
        "connected_year": on.year,
        "stage": Stage.CONNECTED.value,
        "current_energy": HeatingEnergy.RESEAU.value,
        "former_energy": row.energy_before,
    }


def _thank(told: ToldConnection, asker: User | None) -> None:
    building = told.copropriete
    members = User.objects.filter(copropriete_memberships__copropriete=building).order_by("pk")
    apply = f"{reverse('ambassadeurs:apply')}?copropriete={building.pk}"
    project = reverse("ambassadeurs:project", args=[building.pk])
    context = {
        "copropriete": building.pk,
        "operator": str(told.organisation),
        "residence": building.name,
        "year": building.connected_year,
        "retour": reverse("ambassadeurs:retour_edit", args=[building.pk, building.slug]),
    }
    for member in members:
        tell(
            "coproprietes.connected",
            to=member,
            key=told.key,
            url=project,
            mail_url=apply,
            context=context | {"project": project},
        )
    if asker is not None and asker not in members:
        # They left the building, which they may not read any more.
        url = reverse("ambassadeurs:apply")
        tell("coproprietes.connected", to=asker, key=told.key, url=url, context=context)


@transaction.atomic
def place_building(*, copropriete: Copropriete, place: tuple[float, float] | None) -> None:
    """`set_position`, when the place (longitude, latitude) is known."""
    if place:
        set_position(copropriete=copropriete, lon=place[0], lat=place[1])


@transaction.atomic
def refresh_cell(*, copropriete: Copropriete) -> None:
    """Recompute the cell of a building that begins or ceases to be public."""
    _recompute_cells({(copropriete.grid_x, copropriete.grid_y)})


@transaction.atomic
def show_page(
    *, copropriete: Copropriete, hidden_at: datetime | None, why: StatementOfReasons | None
) -> None:
    """Take the page of a building off, with all that leads to it, or give it back (None); `why` is
    the statement of reasons without which the database refuses."""
    rows = Copropriete.objects.filter(pk=copropriete.pk)
    rows.update(page_hidden_at=hidden_at, page_hidden_for=why)
    copropriete.page_hidden_at, copropriete.page_hidden_for = hidden_at, why
    refresh_cell(copropriete=copropriete)
    index_building(copropriete.pk)
    touch_public_pages()


@transaction.atomic
def hide_cell(*, cell: tuple[int, int]) -> None:
    """Recompute a cell (column, row) of `thin_cells`."""
    _recompute_cells({cell})
    touch_public_pages()


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
