"""How each side is called in front of the other: never a surname, an address or a phone."""

from .models import Block, Demande

# Their account is closed, or the exchange was erased with the years.
ERASED = "Une personne"


def asker_name(demande: Demande) -> str:
    """The name the person chose to show."""
    return demande.requester.public_name if demande.requester else ERASED


def recipient_name(demande: Demande) -> str:
    """ "Monique, Résidence Les Tilleuls", or the name of the organisation."""
    if demande.ambassadeur is not None:
        return f"{demande.ambassadeur.first_name}, {demande.ambassadeur.copropriete.name}"
    if demande.organisation is not None:
        return demande.organisation.name
    return "Un ancien ambassadeur"


def which_building(demande: Demande, *, to_asker: bool = False) -> str:
    """The building, of a request sent for several, by the name that was sent; "" for another
    request, or when no name was."""
    if demande.batch is None:
        return ""
    if to_asker:
        return demande.copropriete.name if demande.copropriete else ""
    return str(demande.sent.get("name") or "")


def blocked_name(block: Block) -> str:
    """Whom it concerns, as the thread where it was decided calls them."""
    demande = block.demande
    if demande is None:
        return "Une personne d’un ancien échange"
    return (
        asker_name(demande) if demande.requester_id == block.blocked_id else recipient_name(demande)
    )
