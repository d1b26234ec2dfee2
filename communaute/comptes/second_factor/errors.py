"""What the rules of the second factor refuse, in words for the person."""

from ..errors import ComptesError


class AlreadyActive(ComptesError):
    """An application already gives the codes of this account."""

    def __init__(self) -> None:
        super().__init__("Une application donne déjà les codes de votre compte.")


class NothingToSpare(ComptesError):
    """Spare codes stand in for a factor: without one they would open the account alone."""

    def __init__(self) -> None:
        super().__init__("Ajoutez d’abord une clé d’accès ou une application de codes.")
