"""The key of the partner API, at each desk: made, replaced, shown once."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from ambassadeurs.demandes.errors import NotAllowed
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.comptes.second_factor.requirements import account_waits, proved_in

from ..access import View, acting_of
from ..agence.views import only_for_agencies
from ..exploitant.views import only_for_operators
from ..forms import TokenForm
from ..models import ApiToken
from ..perms import can_rotate_token


def _key_page(kind: OrganisationKind, door: Callable[[View], View]) -> View:
    """Make or replace the key of an organisation of this kind, behind the door of its desk."""

    @never_cache
    @door
    def view(request: HttpRequest) -> HttpResponse:
        organisation = acting_of(request).organisation
        keys = ApiToken.objects.select_related("created_by")
        current = keys.filter(organisation=organisation).first()
        posted = request.POST if request.method == "POST" else None
        form = TokenForm(posted, exists=current is not None)
        context: dict[str, object] = {
            "organisation": organisation,
            "current": current,
            "form": form,
        }
        context |= {"token": "", "base_url": settings.BASE_URL}
        if form.is_valid():
            context["token"] = rotate_token(
                actor=request.user, organisation=organisation, is_proved=proved_in(request)
            )
        return render(request, f"guichets/key_{kind}.html", context, status=form.http_status)

    return view


operator_key = _key_page(OrganisationKind.EXPLOITANT, only_for_operators)
agency_key = _key_page(OrganisationKind.AGENCE, only_for_agencies)


# The key of the partner API: made, replaced, recognised.


KEY_PREFIX: Final = "cu_"


HINT_LENGTH: Final = 4


@transaction.atomic
def rotate_token(*, actor: User, organisation: Organisation, is_proved: bool = False) -> str:
    """Make a new API key, the only time it can be read; the former one stops at once.

    `is_proved`: a second factor was proved; else the key waits with its maker (`key_waits`).
    Raises NotAllowed.
    """
    if not can_rotate_token(actor, organisation):
        raise NotAllowed("Seules les personnes de cet organisme peuvent créer sa clé.")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    token = f"{KEY_PREFIX}{secrets.token_urlsafe(32)}"
    ApiToken.objects.filter(organisation=organisation).delete()
    ApiToken.objects.create(
        organisation=organisation,
        digest=digest_of(token),
        hint=token[-HINT_LENGTH:],
        created_by=actor,
        is_proved=is_proved,
    )
    return token


def key_waits(key: ApiToken) -> bool:
    """Whether the key opens nothing for now: who made it with a password alone has not protected
    their account in time."""
    maker = key.created_by
    return not key.is_proved and maker is not None and account_waits(maker)


def digest_of(token: str) -> str:
    """SHA-256, in hexadecimal: a key of 256 random bits needs no slower one."""
    return hashlib.sha256(token.encode()).hexdigest()
