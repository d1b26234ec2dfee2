"""What is refused, in words for the person."""

from socle.errors import Refused


class JoiningError(Refused):
    """Base of the room's refusals; `str(error)` is French, for the person."""


class MayNotInvite(JoiningError):
    message = "Un responsable de l’organisation, ou l’équipe nationale, invite ses membres."


class WorksHereAlready(JoiningError):
    message = "Cette personne est déjà membre : changez son rôle dans la liste des membres."


class TooManyWait(JoiningError):
    message = "Trop d’invitations attendent une réponse. Retirez-en une, puis réessayez."


class OtherAddress(JoiningError):
    """The account signed in is not that of the address invited."""

    message = "Cette invitation est pour une autre adresse que celle de votre compte."


class Unusable(JoiningError):
    """No invitation, or one that cannot be accepted any more; `why` chooses the page's words;
    `organisation` is the one of an invitation that served."""

    UNKNOWN, USED, EXPIRED = "inconnue", "utilisee", "expiree"
    NO_LONGER_GIVEN = "sans_droit"

    def __init__(self, why: str, organisation: object = None) -> None:
        self.why, self.organisation = why, organisation
        super().__init__("Cette invitation n’est plus valable.")


class AbsenceRefused(Refused):
    """The days make no absence, or the person cannot stand in; the text says which."""
