"""Writing: connected copropriétés, their place on the map, and the mandates of ambassadors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.services import touch_public_pages
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify

from .enums import AmbassadeurStatus
from .errors import MandateClosed, NotAllowed, OutsideMap, ReasonMissing
from .grid import cell_of, centre_of
from .models import Ambassadeur, Copropriete
from .perms import can_manage_copropriete, can_verify, can_withdraw

if TYPE_CHECKING:
    from ambassadeurs.reseaux.models import Reseau
    from communaute.comptes.models import User
    from communaute.territoires.models import Commune

# Each is moved by a service of its own.
_GUARDED_FIELDS = {"latitude", "longitude", "public_latitude", "public_longitude"}


@transaction.atomic
def declare_copropriete(
    *, actor: User, lon: float | None = None, lat: float | None = None, **fields: Any
) -> Copropriete:
    """Record a connected copropriété. `fields` are those of the model, place apart.

    Raises NotAllowed, OutsideMap, ValidationError (field by field).
    """
    if _GUARDED_FIELDS & fields.keys():
        message = "La position se donne par lon et lat."
        raise TypeError(message)
    copropriete = Copropriete(**fields)
    if not can_manage_copropriete(actor, copropriete):
        message = "Vous ne pouvez pas ajouter une copropriété sur ce territoire."
        raise NotAllowed(message)
    copropriete.full_clean()
    copropriete.save()
    if lon is not None and lat is not None:
        set_position(copropriete=copropriete, lon=lon, lat=lat)
    touch_public_pages()
    return copropriete


@transaction.atomic
def set_position(*, copropriete: Copropriete, lon: float, lat: float) -> Copropriete:
    """Record the exact point (WGS84 degrees) and recompute what may be shown.

    The cell left and the cell entered are recomputed whole: a third building in a cell makes
    the two others visible, a departure hides them again. Raises OutsideMap.
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
def recompute_public_positions(
    *, reseau: Reseau | None = None, commune: Commune | None = None
) -> int:
    """Recompute the public places of a network's or a commune's copropriétés; all without either.

    Cells are kept by `set_position`; this repairs them (changed grid or threshold).
    Returns how many copropriétés were looked at.
    """
    rows = Copropriete.objects.filter(latitude__isnull=False, longitude__isnull=False)
    if reseau is not None:
        rows = rows.filter(reseau=reseau)
    if commune is not None:
        rows = rows.filter(commune=commune)
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
    for column, row in cells:
        if column is None or row is None:
            continue
        inside = Copropriete.objects.connected().filter(grid_x=column, grid_y=row)
        lon, lat = (
            centre_of(column, row)
            if inside.count() >= settings.AMBASSADOR_GRID_MIN
            else (None, None)
        )
        inside.update(public_longitude=lon, public_latitude=lat)


@transaction.atomic
def declare_ambassadeur(
    *,
    actor: User,
    user: User,
    copropriete: Copropriete,
    first_name: str,
    role: str,
    takes_visits: bool = False,
) -> Ambassadeur:
    """Open a mandate, to be verified. By the person, or by those who may verify.

    A second call for the same person and building returns the existing mandate.
    Raises NotAllowed, ValidationError.
    """
    if actor.pk != user.pk and not can_manage_copropriete(actor, copropriete):
        message = "Vous ne pouvez pas proposer quelqu’un d’autre pour cette copropriété."
        raise NotAllowed(message)
    existing = Ambassadeur.objects.filter(user=user, copropriete=copropriete).first()
    if existing is not None:
        return existing
    ambassadeur = Ambassadeur(
        user=user,
        copropriete=copropriete,
        first_name=first_name.strip(),
        role=role,
        takes_visits=takes_visits,
    )
    ambassadeur.full_clean()
    ambassadeur.save()
    return ambassadeur


@transaction.atomic
def verify_ambassadeur(*, actor: User, ambassadeur: Ambassadeur) -> Ambassadeur:
    """Make a mandate public for 24 months (settings.MANDATE_MONTHS), or renew it.

    Raises NotAllowed; MandateClosed when it was refused or withdrawn, or when the
    building is not connected.
    """
    mandate = _locked(ambassadeur)
    if not can_verify(actor, mandate):
        message = "Seuls l’agence du territoire, l’exploitant et l’équipe peuvent vérifier."
        raise NotAllowed(message)
    if mandate.status not in (AmbassadeurStatus.PENDING, AmbassadeurStatus.VERIFIED):
        message = "Ce mandat est clos : la personne doit en demander un nouveau."
        raise MandateClosed(message)
    if not mandate.copropriete.is_connected:
        message = "Cette copropriété n’est pas encore raccordée."
        raise MandateClosed(message)
    now = timezone.now()
    mandate.status = AmbassadeurStatus.VERIFIED
    mandate.verified_at = now
    mandate.verified_by = actor
    mandate.expires_at = _months_after(now, settings.MANDATE_MONTHS)
    mandate.save(update_fields=["status", "verified_at", "verified_by", "expires_at"])
    _tell(
        mandate,
        title=f"Vous êtes ambassadeur de {mandate.copropriete}",
        body=f"Votre mandat est vérifié. Il dure jusqu’au {mandate.expires_at:%d/%m/%Y}.",
        url=mandate.copropriete.get_absolute_url(),
    )
    touch_public_pages()
    return mandate


@transaction.atomic
def refuse_ambassadeur(*, actor: User, ambassadeur: Ambassadeur, reason: str) -> Ambassadeur:
    """Refuse a pending mandate, with the reason the person will read.

    Raises NotAllowed, ReasonMissing, MandateClosed when it is not pending.
    """
    mandate = _locked(ambassadeur)
    if not can_verify(actor, mandate):
        message = "Seuls l’agence du territoire, l’exploitant et l’équipe peuvent refuser."
        raise NotAllowed(message)
    if not reason.strip():
        message = "Dites pourquoi : la personne lira votre motif."
        raise ReasonMissing(message)
    if mandate.status != AmbassadeurStatus.PENDING:
        message = "Ce mandat n’est plus en attente."
        raise MandateClosed(message)
    mandate.status = AmbassadeurStatus.REFUSED
    mandate.decision_reason = reason.strip()
    mandate.save(update_fields=["status", "decision_reason"])
    _tell(
        mandate,
        title=f"Votre mandat pour {mandate.copropriete} n’a pas été retenu",
        body=mandate.decision_reason,
    )
    return mandate


@transaction.atomic
def withdraw_ambassadeur(*, actor: User, ambassadeur: Ambassadeur, reason: str = "") -> Ambassadeur:
    """End a mandate: by the person without reason, by others with one.

    Raises NotAllowed, ReasonMissing. Withdrawing twice changes nothing.
    """
    mandate = _locked(ambassadeur)
    if not can_withdraw(actor, mandate):
        message = "Vous ne pouvez pas retirer ce mandat."
        raise NotAllowed(message)
    own = mandate.user_id == actor.pk
    if not own and not reason.strip():
        message = "Dites pourquoi : la personne lira votre motif."
        raise ReasonMissing(message)
    if mandate.status == AmbassadeurStatus.WITHDRAWN:
        return mandate
    mandate.status = AmbassadeurStatus.WITHDRAWN
    mandate.decision_reason = reason.strip()
    mandate.save(update_fields=["status", "decision_reason"])
    if not own:
        _tell(
            mandate,
            title=f"Votre mandat pour {mandate.copropriete} a pris fin",
            body=mandate.decision_reason,
        )
    touch_public_pages()
    return mandate


def _locked(ambassadeur: Ambassadeur) -> Ambassadeur:
    return (
        Ambassadeur.objects.select_for_update(of=("self",))
        .select_related("user", "copropriete__reseau", "copropriete__commune")
        .get(pk=ambassadeur.pk)
    )


def _months_after(moment: Any, months: int) -> Any:
    """The same day `months` later; the last day of February rather than a day that is not."""
    year, month = divmod(moment.month - 1 + months, 12)
    year += moment.year
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError


def _tell(mandate: Ambassadeur, *, title: str, body: str, url: str = "") -> None:
    moment = (mandate.verified_at or mandate.created_at).isoformat()
    notify(
        user=mandate.user,
        kind=NotificationKind.DECISION,
        key=f"mandat-{mandate.pk}-{mandate.status}-{moment}",
        title=title,
        body=body,
        url=url,
    )
