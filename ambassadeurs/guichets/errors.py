"""What the rules of the desks refuse; each message is for the person."""

from socle.errors import Refused
from socle.numbers import quantity


class SyndicError(Refused):
    """A rule says no; the message tells the person why and what to do."""


class NotOfThisSyndic(SyndicError):
    """Not a member of it, or not its lead where a lead is needed."""


class TooManyBuildings(SyndicError):
    """More buildings than the table of one syndic holds."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Votre tableau tient {quantity(most, 'immeuble')} au plus. "
            "Retirez ceux que vous ne gérez plus, ou écrivez-nous."
        )


class NowhereInFrance(SyndicError):
    """The register does not say in which commune the building is."""

    message = "Le registre ne dit pas la commune de cet immeuble : décrivez-le à la main."


class NationalRefused(Refused):
    """The team may not do that of this account; the text says why."""


class WrongCode(Refused):
    """The code is not the one that was sent, is too old, or was tried too many times."""

    message = (
        "Ce code ne convient pas, ou il n’est plus valable. Vérifiez l’adresse et les chiffres."
    )
