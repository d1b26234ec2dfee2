"""What is refused, in words for the person."""

from socle.errors import Refused


class Closed(Refused):
    """Nobody registers for this event, or not any more."""


class Gone(Refused):
    """No registration at this link: given up, never confirmed, or of an event long past."""

    def __init__(self) -> None:
        super().__init__("Cette inscription n’existe plus.")
