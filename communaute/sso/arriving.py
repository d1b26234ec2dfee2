"""What follows somebody who comes by a professional provider: an organisation is proposed, and the
second factor that they proved there is known here."""

from django.contrib import messages
from django.http import HttpRequest

from communaute.comptes.login.allauth_internals import record_authentication
from communaute.comptes.models import Membership, User

from .identity import Identity
from .join_requests import propose_membership
from .models import RequestState
from .ways import Way


def record_second_factor(request: HttpRequest, user: User, identity: Identity) -> None:
    """A second factor that the provider asked for is one of this session, as django-allauth keeps
    those it asks for itself: whoever must have one is not asked again."""
    if identity.has_second_factor:
        record_authentication(request, user, "mfa", type="elsewhere", provider=identity.way)


def propose(request: HttpRequest, user: User, way: Way, identity: Identity) -> None:
    """Ask that the person join the organisation of their SIRET, and tell them so; never a right."""
    if not way.is_professional or not identity.siret:
        return
    asked = propose_membership(actor=user, way=way, siret=identity.siret)
    if asked is not None and asked.state == RequestState.WAITING:
        messages.info(
            request,
            f"Nous avons demandé à {asked.organisation} de vous ajouter à ses membres. Vous aurez "
            "un courriel quand ce sera fait.",
        )
    elif asked is None and not Membership.objects.filter(user=user).exists():
        messages.info(
            request,
            f"Aucune organisation n’a ici le SIRET {identity.siret}. Si la vôtre devrait y être, "
            "écrivez-nous.",
        )
