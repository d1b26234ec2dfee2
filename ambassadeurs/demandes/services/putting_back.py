"""Having a demande, its building and its history be as before what was done and not told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ambassadeurs.coproprietes.services import disconnect_building
from communaute.notifications.services import withdraw_many
from socle.uploads import private_storage

from ..enums import DeskStatus, State
from ..models import Attachment, StatusEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communaute.comptes.models import User

    from ..models import Demande, DeskAct


def put_back(act: DeskAct, *, by: User | None) -> None:
    """Put back what is still as the act left it, building included. Nothing of it will be told.

    Colleagues read both moves, the second one `by` the one of them who takes it back. `by` nobody:
    who asked ended it, no move is left to read, only its note.

    To call under the locks of the building and of the demande, which is not saved.
    """
    demande = act.demande
    moved_to = demande.desk_status
    # To call while the message is known.
    moves = _moves_of(act) if by is None else None
    for name, (before, after) in act.changed.items():
        if text_of(demande, name) == after:
            write(demande, name, before)
    withdraw_many(keys=act.keys)
    _erase_message(act)
    _keep_other_answer(demande)
    act.undone_at = timezone.now()
    act.save(update_fields=["undone_at", "message", "unsent"])
    if demande.desk_status == moved_to:
        return
    if moves is None:
        StatusEvent.objects.create(
            demande=demande, actor=by, from_status=moved_to, to_status=demande.desk_status
        )
    else:
        moves.filter(note="").delete()
        moves.update(to_status=F("from_status"))
    if moved_to == DeskStatus.RACCORDE:
        take_connection_back(demande)


def take_connection_back(demande: Demande) -> None:
    """Undo what « Raccordé » did, unless another demande to this operator says it still."""
    building, organisation = demande.copropriete, demande.organisation
    if building is None or organisation is None:
        return
    # The building is held: another demande moved meanwhile is seen here, or waits to connect.
    others = organisation.demandes.filter(
        copropriete=building, reseau=demande.reseau, desk_status=DeskStatus.RACCORDE
    )
    if not others.exclude(pk=demande.pk).exists():
        disconnect_building(copropriete=building, organisation=organisation)
        # A project that nobody takes part in any more is gone, and took itself away.
        demande.refresh_from_db(fields=["copropriete"])


def text_of(demande: Demande, name: str) -> str | None:
    """A column as an act keeps it."""
    field: Any = demande._meta.get_field(name)
    empty = getattr(demande, field.attname) is None
    return None if empty else field.value_to_string(demande)


def write(demande: Demande, name: str, text: str | None) -> None:
    """Give a column back what an act kept; not saved."""
    field: Any = demande._meta.get_field(name)
    setattr(demande, field.attname, None if text is None else field.to_python(text))


def take_note_back(act: DeskAct) -> None:
    """The note goes with its act, as the message does: only the move stays written down. One
    written since, by itself, stays. To call first, while the message is known."""
    events = _events_of(act) if act.message is not None else _moves_of(act)
    events.filter(from_status=F("to_status")).delete()
    events.update(note="")


def _events_of(act: DeskAct) -> QuerySet[StatusEvent]:
    """What was written down of it, or since."""
    events = act.demande.events.filter(actor=act.actor_id, at__gte=act.at)
    if act.message is not None:
        # An act holds its demande, and writes its message last: what comes before is its own.
        events = events.filter(at__lte=act.message.sent_at)
    return events


def _moves_of(act: DeskAct) -> QuerySet[StatusEvent]:
    """Its change of the status."""
    before, after = act.changed.get("desk_status", ("", ""))
    return _events_of(act).filter(from_status=before, to_status=after)


def _keep_other_answer(demande: Demande) -> None:
    """Another answer than the one that goes stands: it is the first one. Not saved."""
    if demande.first_answer_at is not None:
        return
    other = demande.messages.filter(from_requester=False).order_by("sent_at").first()
    if other is not None:
        demande.first_answer_at = other.sent_at
        if demande.state == State.WAITING:
            demande.state = State.ANSWERED


def _erase_message(act: DeskAct) -> None:
    """Nobody but colleagues read it: the message goes with its files."""
    message, act.message = act.message, None
    if message is None:
        return
    for name in list(Attachment.objects.filter(message=message).values_list("file", flat=True)):
        transaction.on_commit(partial(private_storage().delete, name))
    message.delete()
