"""Buildings, their members, the register, mandates and retours d’expérience."""

from ambassadeurs.registre.models import RegisteredCopropriete

from .ambassadeur import Ambassadeur
from .copropriete import (
    Copropriete,
    CoproprieteMember,
    Fiche,
    Invitation,
    JoinRequest,
    ToldConnection,
)
from .retour import Figure, Photo, RetourExperience

__all__ = [
    "Ambassadeur",
    "Copropriete",
    "CoproprieteMember",
    "Fiche",
    "Figure",
    "Invitation",
    "JoinRequest",
    "Photo",
    "RegisteredCopropriete",
    "RetourExperience",
    "ToldConnection",
]
