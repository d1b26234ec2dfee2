"""Closing a session from another one."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from socle.numbers import quantity

from . import services

if TYPE_CHECKING:
    from ..models import User


@require_POST
@login_required
def close(request: HttpRequest, name: str) -> HttpResponse:
    """One of them; closed already, it stays so."""
    services.close(actor=cast("User", request.user), name=name)
    messages.success(request, "C’est fait : cet appareil n’est plus connecté.")
    return redirect("mfa_index")


@require_POST
@login_required
def close_others(request: HttpRequest) -> HttpResponse:
    """All but this one."""
    kept = request.session.session_key or ""
    closed = services.close_others(actor=cast("User", request.user), kept=kept)
    said = f"C’est fait : {quantity(closed, 'connexion')} en moins." if closed else ""
    messages.success(request, said or "Votre compte n’était ouvert nulle part ailleurs.")
    return redirect("mfa_index")
