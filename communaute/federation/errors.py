"""What goes wrong on the way through a provider, and what the rules refuse."""

from enum import StrEnum

from allauth.socialaccount.providers.base import ProviderException

from socle.errors import Refused


class Failure(StrEnum):
    """Why one is not signed in: names the words of `federation/failed.html`."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DOWN = "down"
    UNTRUSTED = "untrusted"
    OTHER_ACCOUNT = "other_account"
    OTHER_PERSON = "other_person"


class NotTrusted(ProviderException):
    """An answer of the provider that does not verify: which check failed, never what it held."""


class FederationError(Refused):
    """Base of the room's refusals; `str(error)` is French, for the person."""


class AlreadyLinked(FederationError):
    """The account has another identity of the same provider."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Ce compte est déjà relié à une autre identité {name}. Connectez-vous autrement, "
            "puis retirez l’ancien lien dans « Mon profil »."
        )


class LinkedElsewhere(FederationError):
    """The identity is another account's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Cette identité {name} est déjà reliée à un autre compte.")
