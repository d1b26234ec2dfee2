"""What the account says of the requests of a person."""

from django import template

from ..enums import OFFERED_AGAIN, ClosedBecause, State
from ..models import Demande

register = template.Library()


@register.filter
def state_for(demande: Demande, side: str) -> str:
    """Where a request stands, for who sent it (« envoyees ») or received it (« recues »).

    Who left is not told of themselves that the recipient left.
    """
    is_received = side == "recues"
    is_left = is_received and not demande.is_asker_here
    if is_received and demande.state == State.WAITING:
        return "Compte fermé" if is_left else "Attend votre réponse"
    told = {ClosedBecause.REOFFERED} if is_received else OFFERED_AGAIN
    if demande.closed_because in told:
        return demande.get_closed_because_display()
    if demande.is_project_over:
        return f"Projet terminé : {demande.get_desk_status_display().lower()}"
    if is_left and demande.state == State.ANSWERED:
        return "Compte fermé"
    if demande.state == State.ANSWERED and demande.is_of_connected_building:
        return "Immeuble raccordé"
    return demande.get_state_display()
