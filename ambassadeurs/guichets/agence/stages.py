"""Where an agency's demande stands at its desk: the state of the exchange, moved by hand too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from ambassadeurs.mises_en_relation.enums import Kind, State
from ambassadeurs.mises_en_relation.errors import DemandeError, NotAllowed
from ambassadeurs.mises_en_relation.services.answers import record_first_answer, take_up
from ambassadeurs.mises_en_relation.services.messages import close

from ..handling.services import NOT_YOURS, handled

if TYPE_CHECKING:
    from ambassadeurs.mises_en_relation.models import Demande
    from communaute.comptes.models import User

STAGES: Final = [
    (State.WAITING.value, "À traiter"),
    (State.ANSWERED.value, "En cours"),
    (State.CLOSED.value, "Close"),
]


class WrongStage(DemandeError):
    """A closed exchange, or one that was answered in writing, does not go back."""


@transaction.atomic
def move(*, actor: User, demande: Demande, stage: str) -> Demande:
    """Move a demande to a stage; the same one changes nothing.

    « En cours » counts as the first answer (a call, a visit) and takes the demande; « À traiter »
    takes that back, unless the answer was written; « Close » ends the exchange and tells the
    person, who alone may open it again. Raises NotAllowed, WrongStage, ValueError for an unknown
    stage.
    """
    demande, target = handled(actor, demande), State(stage)
    if demande.kind != Kind.AGENCE:
        raise NotAllowed(NOT_YOURS)
    if target == demande.state:
        return demande
    if demande.state == State.CLOSED:
        message = "Cet échange est clos : seule la personne qui vous a écrit peut le rouvrir."
        raise WrongStage(message)
    if target == State.CLOSED:
        return close(actor=actor, demande=demande)
    if target == State.ANSWERED:
        _take(demande, actor)
    else:
        _take_back(demande)
    return demande


def _take(demande: Demande, actor: User) -> None:
    now = timezone.now()
    record_first_answer(demande, now)
    take_up(demande, actor)
    demande.last_act_at = now
    demande.save()


def _take_back(demande: Demande) -> None:
    if demande.messages.filter(from_requester=False).exists():
        message = "Vous avez déjà répondu par écrit : cette demande reste en cours, ou se clôt."
        raise WrongStage(message)
    demande.first_answer_at = None
    demande.state = State.WAITING
    demande.save()
