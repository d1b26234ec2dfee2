"""What an agency does from its desk: a word to an ambassador of its territory."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from ambassadeurs.demandes.errors import NotAllowed
from communaute.notifications.services import tell

from ..perms import agency_that_writes

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Ambassadeur
    from communaute.comptes.models import User


@transaction.atomic
def write_to_ambassadeur(
    *, actor: User, ambassadeur: Ambassadeur, message: str, submission_key: uuid.UUID
) -> None:
    """Mail a word of the agency, which never sees the ambassador's address; the same
    `submission_key` again sends nothing, unless the text is another. The answer goes to the
    agency's own contact.

    Raises NotAllowed.
    """
    agency = agency_that_writes(actor, ambassadeur)
    if agency is None:
        refusal = "Cet ambassadeur n’est pas de votre territoire."
        raise NotAllowed(refusal)
    tell(
        "guichets.word_of_agency",
        to=ambassadeur.user,
        key=f"agence-mot-{uuid.uuid5(submission_key, message)}",
        url="/mises-en-relation/?cote=recues",
        context={
            "agency": agency.name,
            "message": message,
            "email": agency.email,
            "phone": agency.phone,
        },
    )
