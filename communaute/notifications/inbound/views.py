"""Saying that one's own address receives our mails again."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from communaute.comptes.models import User

from ..outbox.bounces import resume


@login_required
@require_POST
def resume_mails(request: HttpRequest) -> HttpResponse:
    """Mails leave again for one's address; pressed twice, it changes nothing more."""
    resume(actor=cast(User, request.user))
    messages.success(request, "C’est noté : nous vous écrivons de nouveau par courriel.")
    return redirect("comptes:profile")
