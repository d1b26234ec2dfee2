from socle.errors import Refused


class NationalRefused(Refused):
    """The team may not do that of this account; the text says why."""


class WrongCode(Refused):
    """The code is not the one that was sent, is too old, or was tried too many times."""

    def __init__(self) -> None:
        super().__init__(
            "Ce code ne convient pas, ou il n’est plus valable. Vérifiez l’adresse et les chiffres."
        )
