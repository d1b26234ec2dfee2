"""What is told to somebody who has just signed in: a new device, an account to protect."""

import secrets
from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.second_factor.services import begin_grace
from communaute.comptes.sessions.services import DEVICE, recognise

from .services import tell


def tell_new_device(request: HttpRequest) -> None:
    """By mail, when the account was known elsewhere only."""
    user, now = cast(User, request.user), timezone.now()
    device = request.session[DEVICE]
    if recognise(user=user, device=device, now=now):
        tell(
            "comptes.new_device",
            to=user,
            key=f"comptes.new_device:{secrets.token_hex(16)}",
            url=reverse("mfa_index"),
            context={"timestamp": now, "device": device},
        )


def ask_protection(request: HttpRequest) -> None:
    """For who has a role that began unseen."""
    begin_grace(request, now=timezone.now())


def tell_protection_asked(user: User, until: datetime) -> None:
    """By mail too, when a first role asks for a second factor."""
    tell(
        "comptes.second_factor_due",
        to=user,
        key=f"comptes.second_factor_due:{user.pk}:{until:%Y%m%d%H%M}",
        url=reverse("mfa_index"),
        context={"until": until},
    )
