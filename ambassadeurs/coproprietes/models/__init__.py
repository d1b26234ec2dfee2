"""Buildings, their members, the register, mandates and retours d’expérience."""

from ambassadeurs.registre.models import RegisteredCopropriete

from .ambassadeur import Ambassadeur
from .copropriete import Copropriete, CoproprieteMember, Fiche, Invitation, ToldConnection
from .retour import Figure, Photo, RetourExperience

__all__ = [
    "Ambassadeur",
    "Copropriete",
    "CoproprieteMember",
    "Fiche",
    "Figure",
    "Invitation",
    "Photo",
    "RegisteredCopropriete",
    "RetourExperience",
    "ToldConnection",
]
