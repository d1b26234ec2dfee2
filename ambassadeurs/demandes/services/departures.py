"""Somebody no longer works for an organisation: the demandes they followed wait for a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from ..enums import ActKind, State
from ..models import Demande, StatusEvent
from . import desk_acts

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User


def give_back(*, actor: User, organisation: Organisation, person: User) -> None:
    """What they followed is nobody's again, each with its act; what is closed is nobody's either.

    To call in a transaction that holds the person and the organisation.
    """
    theirs = Demande.objects.filter(organisation=organisation, assigned_to=person)
    for demande in theirs.select_for_update().order_by("pk"):
        if demande.state == State.CLOSED:
            demande.assigned_to = None
            demande.save(update_fields=["assigned_to", "updated_at"])
            continue
        act = desk_acts.begin(
            demande, actor, demande.version, kind=ActKind.ASSIGN, may_be_undone=False
        )
        demande.assigned_to = None
        desk_acts.finish(act)
        _write_down(demande, actor, person)


def _write_down(demande: Demande, actor: User, person: User) -> None:
    """In the history that colleagues read; of somebody who closed their account, nothing more is
    noted."""
    if demande.requester_id is None:
        return
    note = render_to_string("demandes/given_back.txt", {"name": person.public_name})
    StatusEvent.objects.create(
        demande=demande,
        actor=actor,
        from_status=demande.desk_status,
        to_status=demande.desk_status,
        note=note.strip(),
    )
