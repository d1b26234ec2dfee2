"""The separate consent for operators: its wording has a version, kept with each request."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from socle.calendar import date_format

if TYPE_CHECKING:
    from ambassadeurs.reseaux.models import Reseau
    from communaute.comptes.models import Organisation

VERSION: Final = "2026-11-c"
_WORDING: Final = (
    "J’accepte que les informations cochées ci-dessus et mon message soient transmis à "
    "{operator}, qui exploite {network}, pour étudier le raccordement de mon immeuble. "
    "Je peux clore ma demande à tout moment : cela retire mon accord, et l’exploitant ne la voit "
    "plus."
)
_TOGETHER: Final = (
    "J’accepte que les informations cochées ci-dessus et mon message soient transmis à "
    "{operator}, pour étudier le raccordement de ces immeubles : {buildings}. "
    "Je peux clore la demande de chaque immeuble à tout moment : cela retire mon accord pour cet "
    "immeuble, et l’exploitant ne voit plus sa demande."
)
# To open an exchange again: nothing is ticked there, and who asked may be a property manager.
_AGAIN: Final = (
    "J’accepte que les informations et les messages de cette demande soient de nouveau transmis à "
    "{operator}, qui exploite {network}, pour étudier le raccordement de cet immeuble. "
    "Je peux clore la demande à tout moment : cela retire mon accord, et l’exploitant ne la voit "
    "plus."
)


def consent_to_reread(agency: str) -> str:
    """What the person agrees to when an agency reads an operator's offer again."""
    return (
        "J’accepte que les nombres de cette offre, dans mon message, soient transmis à "
        f"{agency}, pour la relire."
    )


def consent_together(organisation: Organisation, buildings: list[str]) -> str:
    """What the person agrees to for several buildings, each named."""
    return _TOGETHER.format(operator=organisation.name, buildings=", ".join(buildings))


def consent_wording(organisation: Organisation, reseau: Reseau | None) -> str:
    """What the person agrees to, with the name of the operator and of the network."""
    return _WORDING.format(operator=organisation.name, network=_named(reseau))


def consent_to_reopen(organisation: Organisation, reseau: Reseau | None) -> str:
    """The same when the person opens again an exchange that withdrew it."""
    return _AGAIN.format(operator=organisation.name, network=_named(reseau))


def _named(reseau: Reseau | None) -> str:
    return f"le réseau « {reseau.name} »" if reseau else "un réseau voisin"


def again_wording(wording: str, now: datetime) -> str:
    """What follows the first consent of a thread, when the person agrees again."""
    return f"\n\nAccord redonné le {_moment(now)} (texte {VERSION}) : {wording}"


def withdrawn_wording(moment: datetime) -> str:
    """What follows a consent that was withdrawn, once another one is given."""
    return f"\n\nAccord retiré le {_moment(moment)}."


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y à H:i")
