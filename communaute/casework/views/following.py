"""After an act: the next case of the same filter, and not the list."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from communaute.moderation.enums import QueueState
from communaute.moderation.models import Case

from ..forms import QueueFilterForm
from ..lines import next_case
from .queue import chosen_cases

OVER = (QueueState.DECIDED, QueueState.ALL, QueueState.ELSEWHERE)
NOTHING_LEFT = "Plus aucun dossier n’attend avec ces filtres."


def go_on(request: HttpRequest) -> HttpResponse:
    """To the first case of the filter of the address that no colleague holds, else to the list."""
    form = QueueFilterForm(request.GET)
    query = f"?{form.query}" if form.query else ""
    queue = reverse("moderation:queue") + query
    if form.state in OVER:
        return redirect(queue)
    cases = Case.objects.visible_to(request.user)
    free = Q(claimed_by=None) | Q(claimed_by=request.user)
    following = next_case(chosen_cases(cases, form, request.user).filter(free))  # type: ignore[arg-type]
    if following is None:
        messages.info(request, NOTHING_LEFT)
        return redirect(queue)
    return redirect(following.get_absolute_url() + query)
