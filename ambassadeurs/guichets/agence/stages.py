"""Where an agency's demande stands at its desk: the state of the exchange, moved by hand too."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils import timezone

from ambassadeurs.demandes.enums import ActKind, Kind, State
from ambassadeurs.demandes.errors import DemandeError, NotAllowed
from ambassadeurs.demandes.forms import VersionForm
from ambassadeurs.demandes.models import Demande, DeskAct
from ambassadeurs.demandes.services import desk_acts
from ambassadeurs.demandes.services.messages import (
    end_for_organisation,
    take_up,
    write,
    written_before,
)
from communaute.comptes.models import User
from socle.forms import SharedForm
from socle.numbers import quantity
from socle.uploads import CheckedFile

from ..forms import TO_COME_BACK, FilterForm, colleague_choices
from ..handling.forms import ReplyForm
from ..handling.services import NOT_YOURS, handled, lock_parties

STAGES: Final = [
    (State.WAITING.value, "À traiter"),
    (State.ANSWERED.value, "En cours"),
    (State.CLOSED.value, "Close"),
]


class WrongStage(DemandeError):
    """A closed exchange, or one that was answered in writing, does not go back."""


@transaction.atomic
def move(
    *, actor: User, demande: Demande, stage: str, version: int | None = None
) -> DeskAct | None:
    """Move a demande to a stage; None when it is there already.

    « En cours » (a call, a visit) stops the clocks and takes the demande, but is no first answer:
    only a message is. « À traiter » takes that back, unless the answer was written; « Close » ends
    the exchange and tells the person, who alone may open it again, after some minutes, until which
    one may take it back.
    `version` is that of the page. Raises NotAllowed, WrongStage, ActedMeanwhile, ValueError for an
    unknown stage.
    """
    demande = _locked(actor, demande)
    if State(stage) == demande.state:
        return None
    kind = ActKind.CLOSE if stage == State.CLOSED else ActKind.STATUS
    act = desk_acts.begin_act(demande, actor, version, kind=kind)
    _move(act, actor, State(stage))
    return desk_acts.finish(act)


@transaction.atomic
def answer(
    *,
    actor: User,
    demande: Demande,
    body: str,
    files: Sequence[CheckedFile],
    submission_key: UUID,
    stage: str = "",
    version: int | None = None,
) -> DeskAct | None:
    """Answer in the thread, move the demande, or both in one act; without a stage, the answer alone
    makes it « En cours ». Sent again, it is done once. Raises as `move` and `post_message` do.
    """
    if not body:
        return move(actor=actor, demande=demande, stage=stage, version=version) if stage else None
    demande = _locked(actor, demande)
    if written := written_before(actor, demande, submission_key, body):
        return demande.acts.filter(message=written).first()
    act = desk_acts.begin_act(demande, actor, version, kind=ActKind.ANSWER)
    write(actor, demande, body, files, submission_key, act)
    if stage and State(stage) != demande.state:
        _move(act, actor, State(stage))
    return desk_acts.finish(act)


def _locked(actor: User, demande: Demande) -> Demande:
    """The demande as it is now, locked after whoever asked; of an agency (NotAllowed else)."""
    lock_parties([demande], actor)
    demande = handled(actor, demande)
    if demande.kind != Kind.AGENCE:
        raise NotAllowed(NOT_YOURS)
    return demande


def _move(act: DeskAct, actor: User, target: State) -> None:
    """Move the demande of an act, which is not finished."""
    demande = act.demande
    if demande.state == State.CLOSED:
        message = "Cet échange est clos : seule la personne qui vous a écrit peut le rouvrir."
        raise WrongStage(message)
    if target == State.CLOSED:
        end_for_organisation(act)
    elif target == State.ANSWERED:
        demande.state = State.ANSWERED
        take_up(demande, actor)
        demande.last_act_at = timezone.now()
    elif _was_answered(demande):
        message = "Vous avez déjà répondu par écrit : cette demande reste en cours, ou se clôt."
        raise WrongStage(message)
    else:
        demande.state = State.WAITING


def _was_answered(demande: Demande) -> bool:
    return demande.messages.filter(from_requester=False).exists()


# What an agency types at its desk.


NOTE_MAX = 1_000
NOTE_LENGTH = quantity(NOTE_MAX, "caractère")


class StageForm(VersionForm):
    """Where a demande stands."""

    stage = forms.ChoiceField(label="Où en est la demande ?", choices=STAGES)

    def __init__(self, *args: Any, demande: Demande, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if demande.state != State.WAITING and _was_answered(demande):
            # Shown no more, but still read: `move` says why it is refused.
            self.fields["stage"].widget.choices = STAGES[1:]  # type: ignore[attr-defined]


class AgencyReplyForm(ReplyForm, StageForm):
    """An answer, where the demande stands, or both."""

    moves = "stage"
    field_order = ("body", "attachments", "stage")


class AdviceFilterForm(FilterForm):
    """Which demandes of advice; those that are closed only when asked for."""

    etat = forms.ChoiceField(
        label="Où elles en sont",
        choices=[("", "À traiter ou en cours"), *STAGES, (TO_COME_BACK, "À relancer")],
        required=False,
    )
    suivi = forms.ChoiceField(label="Confiées à", required=False)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suivi"].choices = colleague_choices(colleagues)  # type: ignore[attr-defined]

    @property
    def is_filtering(self) -> bool:
        return any(self.filters.values())


class AgencyNoteForm(SharedForm):
    """A word to an ambassador; `submission_key` makes a double click one word."""

    message = forms.CharField(
        label="Votre message",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{NOTE_LENGTH} au plus.",
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": f"Votre message est trop long : {NOTE_LENGTH} au plus.",
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
