"""What the services of this room refuse, in words one can show."""

from socle.errors import Refused


class CoproprieteError(Refused):
    """Base: `str(error)` is a French sentence."""


class CoproprieteNotAllowed(CoproprieteError):
    """The actor may not do this."""


class MandateClosed(CoproprieteError):
    """The mandate is not in a state where this can be done."""


class ReasonMissing(CoproprieteError):
    """A refusal without its reasons is not a refusal."""


class MandateOpen(CoproprieteError):
    """There is already a mandate, verified or waiting."""


class BuildingKnown(CoproprieteError):
    """Others follow this `building` here, found by `told_as`: its number or its address."""

    def __init__(self, building: object, told_as: str) -> None:
        super().__init__(
            f"Cette copropriété est déjà suivie ici par d’autres personnes ({told_as}). Demandez à "
            "y participer, ou enregistrez-la à part."
        )
        self.building, self.told_as = building, told_as


class AlreadyMember(CoproprieteError):
    """The person invited takes part already."""


class BuildingNameMissing(CoproprieteError):
    """A building that nobody named is not made public."""


class TooManyInvitations(CoproprieteError):
    """Too many invitations wait for an answer."""


class InvitationUnusable(CoproprieteError):
    """The link leads to no open invitation: `str(error)` is one of these words."""

    UNKNOWN = "inconnue"
    USED = "utilisee"
    EXPIRED = "expiree"


class RetourClosed(CoproprieteError):
    """The sheet is not in a state where this can be done, or not complete enough."""
