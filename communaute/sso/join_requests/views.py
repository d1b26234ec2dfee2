"""What waits for a lead: who asks to join, who comes back under another identity."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communaute.comptes.errors import ModeratesAndOperates
from communaute.comptes.models import User
from communaute.comptes.perms import leads_something

from ..errors import FederationError
from ..forms import DecisionForm
from ..models import AccessRequest, RequestState
from .services import decide

PAGE_SIZE = 25


@require_safe
@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """What one may accept or refuse, oldest first."""
    if not leads_something(request.user):
        message = "Cette page est réservée aux responsables d’une organisation."
        raise PermissionDenied(message)
    return _page(request)


@require_POST
@login_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, or refuse."""
    mine = AccessRequest.objects.decided_by_me(request.user)
    asked = get_object_or_404(mine.select_related("user", "organisation"), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        done = decide(actor=cast(User, request.user), asked=asked, accepts=form.accepts)
    except (FederationError, ModeratesAndOperates) as error:
        form.add_error(None, str(error))
        return _page(request, form, status=409)
    said = "acceptée" if done.state == RequestState.ACCEPTED else "refusée"
    messages.success(request, f"C’est fait : la demande de {asked.user.public_name} est {said}.")
    return redirect("sso_access:list")


def _page(
    request: HttpRequest, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    waiting = AccessRequest.objects.decided_by_me(request.user).waiting()
    rows = Paginator(waiting.select_related("user", "organisation"), PAGE_SIZE).page(1)
    context = {"rows": rows, "form": form or DecisionForm()}
    return render(request, "sso/access.html", context, status=status)
