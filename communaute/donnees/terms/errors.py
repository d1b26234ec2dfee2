from socle.errors import Refused


class AgreeingError(Refused):
    """Base of the room's refusals; `str(error)` is French, for the person."""


class RulesMoved(AgreeingError):
    """A newer version came while the person was reading."""

    def __init__(self) -> None:
        super().__init__("Une version plus récente vient de paraître : la voici. Relisez-la.")
