"""What the rules of the second factor refuse, in words for the person."""

from ..errors import ComptesError


class AlreadyActive(ComptesError):
    """An application already gives the codes of this account."""

    def __init__(self) -> None:
        super().__init__("Une application donne déjà les codes de votre compte.")


class LastFactor(ComptesError):
    """The role of this person asks for a factor, and this is the last one."""

    def __init__(self) -> None:
        super().__init__(
            "Votre espace de travail demande une seconde preuve, et c’est la dernière. "
            "Ajoutez-en d’abord une autre."
        )


class ProtectionAwaited(ComptesError):
    """The desk waits until the account is protected; what was sent is shown again."""

    def __init__(self) -> None:
        super().__init__(
            "Votre espace attend que votre compte soit protégé : ouvrez « Sécurité de mon "
            "compte » dans une autre fenêtre, ajoutez une clé d’accès ou une application de "
            "codes, puis revenez ici et recommencez."
        )


class NothingToSpare(ComptesError):
    """Spare codes stand in for a factor: without one they would open the account alone."""

    def __init__(self) -> None:
        super().__init__("Ajoutez d’abord une clé d’accès ou une application de codes.")
