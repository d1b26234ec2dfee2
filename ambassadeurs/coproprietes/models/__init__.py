"""Buildings, their members, the register, mandates and retours d’expérience."""

from ambassadeurs.registre.models import RegisteredCopropriete

from .ambassadeur import Ambassadeur
from .connection import ToldConnection
from .copropriete import Copropriete, CoproprieteMember, Invitation
from .fiche import Fiche
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
