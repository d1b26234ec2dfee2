"""What an agency does from its desk: a word to an ambassador of its territory."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.errors import NotAllowed
from communaute.notifications.services import tell
from socle.calendar import date_format
from socle.errors import ChangedMeanwhile
from socle.forms import version_of

from ..perms import agency_that_writes

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def write_to_ambassadeur(
    *,
    actor: User,
    ambassadeur: Ambassadeur,
    message: str,
    submission_key: uuid.UUID,
    version: str = "",
) -> None:
    """Mail a word of the agency, which never sees the ambassador's address; the same
    `submission_key` again sends nothing, unless the text is another. The answer goes to the
    agency's own contact. `version` is that of the page (`version_of_word`; empty: of no page).

    Raises NotAllowed, ChangedMeanwhile for a word of a colleague that the page did not tell of.
    """
    agency = agency_that_writes(actor, ambassadeur)
    if agency is None:
        refusal = "Cet ambassadeur n’est pas de votre territoire."
        raise NotAllowed(refusal)
    held = Ambassadeur.objects.select_for_update(of=("self",)).select_related("agency_writer")
    row = held.get(pk=ambassadeur.pk)
    now, writer = version_of_word(row), row.agency_writer
    if writer is not None and writer != actor and version not in ("", now):
        told = (
            f"{writer.public_name} lui a écrit le {_day(row)} : votre message n’est pas "
            "parti. Il est gardé ci-dessous ; envoyez-le de nouveau s’il reste utile."
        )
        raise ChangedMeanwhile(told, now)
    row.agency_wrote_at, row.agency_writer = timezone.now(), actor
    row.save(update_fields=["agency_wrote_at", "agency_writer"])
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


def version_of_word(ambassadeur: Ambassadeur) -> str:
    """What the page tells of the last word of an agency, for `write_to_ambassadeur`."""
    return version_of(ambassadeur.agency_wrote_at)


def _day(ambassadeur: Ambassadeur) -> str:
    return date_format(timezone.localtime(ambassadeur.agency_wrote_at), "j F Y à H:i")
