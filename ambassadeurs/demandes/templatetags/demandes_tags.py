"""What the account says of the requests of a person."""

from django import template

from ambassadeurs.coproprietes.matching import Match, for_copropriete
from ambassadeurs.coproprietes.models import Copropriete
from communaute.comptes.models import User

from ..enums import OFFERED_AGAIN, ClosedBecause, State
from ..models import Demande
from ..perms import people_apart

register = template.Library()
LIKE = 3


@register.simple_tag
def ambassadors_like(building: Copropriete, user: User) -> list[Match]:
    """Whom a member of a building that is not connected may write to (6 queries at most)."""
    apart = people_apart(user)
    return for_copropriete(building, exclude_user=user, exclude_people=apart, limit=LIKE)


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
