"""What an operator says of a vote: « Voté » at its desk moves the project, as a result does.

Nothing moves before it is told (the operator may take it back). The members know better: once one
of them has told a result, the word of the operator moves nothing, and a refusal takes back what it
had moved.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.services import hold_buildings
from ambassadeurs.demandes.enums import DeskStatus
from socle.buildings import Stage
from socle.clock import Step

from .models import Assemblee, VoteSaid

if TYPE_CHECKING:
    from ambassadeurs.demandes.models import Demande

BEFORE_VOTE = ("", Stage.IDEA, Stage.AUDIT)
# Where a demande stands when its assembly has not voted.
_NOT_VOTED = (DeskStatus.A_TRAITER, DeskStatus.RECONTACTE, DeskStatus.PROPOSITION)


def moved_at_desk(demande: Demande, before: str, after: str) -> None:
    """A demande reached « Voté », or left it: its building follows once that is told."""
    if DeskStatus.VOTE in (before, after) and demande.copropriete_id is not None:
        VoteSaid.objects.update_or_create(demande=demande, defaults={"settled_at": None})


def take_back(building: Copropriete) -> None:
    """A member told that it was not adopted: what an operator had moved is as before; not saved."""
    rows = VoteSaid.objects.filter(demande__copropriete=building, moved=True)
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and building.stage == Stage.VOTE:
        building.stage, row.moved = row.stage_before, False
        row.save(update_fields=["moved"])


def _due(now: datetime) -> list[int]:
    told = Q(demande__told_from=None) | Q(demande__told_from__lte=now)
    rows = VoteSaid.objects.filter(told, settled_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def _settle(pk: int, now: datetime) -> dict[str, int]:
    """The stage of the building follows the demande as it stands now."""
    rows = VoteSaid.objects.filter(pk=pk)
    hold_buildings(rows.values_list("demande__copropriete", flat=True).first())
    row = rows.select_for_update(of=("self",)).select_related("demande").first()
    if row is None:
        return {}
    building = Copropriete.objects.filter(pk=row.demande.copropriete_id).first()
    moves = building is not None and _follow(building, row)
    row.settled_at = now
    row.save(update_fields=["settled_at", "moved", "stage_before"])
    return {"votes_said": 1} if moves else {}


def _follow(building: Copropriete, row: VoteSaid) -> bool:
    is_told = Assemblee.objects.filter(copropriete=building).exclude(result="").exists()
    if building.is_connected or is_told:
        return False
    is_voted = row.demande.desk_status not in _NOT_VOTED
    if is_voted and not row.moved and building.stage in BEFORE_VOTE:
        row.moved, row.stage_before, building.stage = True, building.stage, Stage.VOTE
    elif not is_voted and row.moved and building.stage == Stage.VOTE:
        row.moved, building.stage = False, row.stage_before
    else:
        return False
    building.save(update_fields=["stage"])
    return True


STEP = Step(
    key="assemblees.votes_said",
    label="Votes dits par l’exploitant : l’étape du projet suit",
    due=_due,
    do=_settle,
)
