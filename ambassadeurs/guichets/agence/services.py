"""What an agency does from its desk: a word to an ambassador of its territory."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from ambassadeurs.mises_en_relation.errors import NotAllowed
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify

from ..perms import agency_that_writes

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Ambassadeur
    from communaute.comptes.models import Organisation, User


@transaction.atomic
def write_to_ambassadeur(
    *, actor: User, ambassadeur: Ambassadeur, message: str, submission_key: uuid.UUID
) -> None:
    """Mail a word of the agency, which never sees the ambassador's address; the same
    `submission_key` again sends nothing. The answer goes to the agency's own contact.

    Raises NotAllowed.
    """
    agency = agency_that_writes(actor, ambassadeur)
    if agency is None:
        refusal = "Cet ambassadeur n’est pas de votre territoire."
        raise NotAllowed(refusal)
    notify(
        user=ambassadeur.user,
        kind=NotificationKind.REQUEST,
        key=f"agence-mot-{submission_key}",
        title=f"{agency.name} vous écrit",
        body=f"{message}\n\n{_how_to_answer(agency)}",
        url="/mises-en-relation/?cote=recues",
        mail="notification",
        context={
            "action_label": "Voir les demandes reçues",
            "why": "Vous recevez ce message parce que vous êtes ambassadeur : l’agence de votre "
            "territoire vous écrit, sans connaître votre adresse.",
        },
    )


def _how_to_answer(agency: Organisation) -> str:
    means = " ou ".join(one for one in (agency.email, agency.phone) if one)
    return f"Pour lui répondre : {means}." if means else "Elle ne demande pas de réponse."
