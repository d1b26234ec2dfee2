"""What goes wrong with a provider, what the rules refuse, and the page that says so."""

from enum import StrEnum

from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from socle.errors import Refused

from .identity_providers import Way


class Failure(StrEnum):
    """Why one is not signed in: names the words of `federation/failed.html`."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DOWN = "down"
    UNTRUSTED = "untrusted"
    OTHER_ACCOUNT = "other_account"
    OTHER_PERSON = "other_person"
    OTHER_IDENTITY = "other_identity"


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


class Unlinked(FederationError):
    """The identity to replace is linked no longer."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Cette personne a retiré {name} de son compte : il n’y a plus d’identité à remplacer. "
            "Refusez cette demande ; la personne peut relier elle-même la nouvelle identité dans "
            "« Mon profil »."
        )


class MayNotDecide(FederationError):
    """Neither a lead of the organisation nor of the national team, or one's own request."""

    message = "Un responsable de l’organisation, ou l’équipe nationale, répond."


class AlreadyDecided(FederationError):
    """Somebody else answered first, otherwise."""

    message = "Quelqu’un a déjà répondu autrement à cette demande."


class NoLongerAsked(FederationError):
    """The person joined by an invitation, linked the identity, or closed their account."""

    message = (
        "Cette demande n’attend plus de réponse : la personne est déjà membre, a relié "
        "elle-même son identité, ou ferme son compte."
    )


class OtherIdentity(FederationError):
    """Somebody known under another identity of this provider: a lead says whether it is them."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} vous donne une nouvelle identité, comme quand on change d’employeur. Un "
            "responsable de votre organisation, ou l’équipe nationale, doit la confirmer : il est "
            "prévenu. D’ici là, entrez avec un code reçu par courriel."
        )


class IdentityAnswered(FederationError):
    """The same one again, once a lead has answered: nobody is asked a second time."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"On a déjà répondu à propos de cette nouvelle identité {name} : elle n’ouvre pas "
            "votre compte. Si c’est bien la vôtre, parlez-en à un responsable de votre "
            f"organisation, ou écrivez à {settings.CONTACT_EMAIL}. Entrez avec un code reçu par "
            "courriel."
        )


# To give up is no error; what the rules refuse is a 409 as everywhere, a silent provider a 503.
STATUSES = {
    Failure.CANCELLED: 200,
    Failure.OTHER_IDENTITY: 200,
    Failure.DOWN: 503,
    Failure.OTHER_ACCOUNT: 409,
    Failure.OTHER_PERSON: 409,
}


def failure_page(
    request: HttpRequest, way: Way | None, failure: Failure, detail: str = ""
) -> HttpResponse:
    """400 for what is old or does not verify. `detail` is the sentence of a refusal."""
    context = {"way": way, "failure": failure.value, "detail": detail}
    return render(request, "sso/failed.html", context, status=STATUSES.get(failure, 400))
