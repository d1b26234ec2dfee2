"""After an act: the next case of the same filter, and not the list."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from communaute.moderation.enums import QueueState
from communaute.moderation.models import Case, Decision

from ..forms import QueueFilterForm
from ..lines import next_case
from . import undoing
from .queue import chosen_cases

OVER = (QueueState.DECIDED, QueueState.ALL, QueueState.ELSEWHERE)
NOTHING_LEFT = "Plus aucun dossier n’attend avec ces filtres."


def go_on(request: HttpRequest, made: Iterable[Decision]) -> HttpResponse:
    """To the first case of the filter of the address that no colleague holds, else to the list;
    what was `made` may be undone there."""
    form = QueueFilterForm(request.GET)
    query = f"?{form.query}" if form.query else ""
    following = None if form.state in OVER else _following(request, form)
    undoing.remember(request, made, landing=following)
    if following is not None:
        return redirect(following.get_absolute_url() + query)
    if form.state not in OVER:
        messages.info(request, NOTHING_LEFT)
    return redirect(reverse("moderation:queue") + query)


def _following(request: HttpRequest, form: QueueFilterForm) -> Case | None:
    cases = Case.objects.visible_to(request.user)
    free = Q(claimed_by=None) | Q(claimed_by=request.user)
    return next_case(chosen_cases(cases, form, request.user).filter(free))  # type: ignore[arg-type]
