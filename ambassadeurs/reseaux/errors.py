"""What may go wrong, as a sentence people read."""

from socle.errors import Refused


class FollowRefused(Refused):
    """More networks than one may follow."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Vous suivez déjà {most} réseaux : c’est le maximum. Cessez d’en suivre un d’abord."
        )


class ImportFailed(Exception):
    """Nothing is loaded; the message, in French, says which file and why."""


class Rejected(Exception):
    """One line cannot be loaded; the message, in French, is the reason."""
