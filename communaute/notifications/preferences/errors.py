from socle.errors import Refused


class NotChoosable(Refused):
    """This kind always reaches people."""

    def __init__(self) -> None:
        super().__init__("Ce message ne se désactive pas.")
