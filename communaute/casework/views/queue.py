"""The queue of moderators: what waits, by clock then gravity, on their territories only."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communaute.moderation.enums import QueueState
from communaute.moderation.models import Case, Notice
from communaute.moderation.perms import can_see_queue
from communaute.moderation.querysets import CaseQuerySet
from socle.spreadsheets import csv_response

from ..exports import case_rows
from ..forms import QueueFilterForm
from ..lines import page_of_cases, page_of_groups
from ..undo import offer

ONE_BY_ONE = (QueueState.DECIDED, QueueState.ALL)


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """The list of cases, most urgent first; those that are one matter are one line."""
    cases = _scope(request)
    form = QueueFilterForm(request.GET, counts=cases.counts(request.user))
    page_of = page_of_cases if form.state in ONE_BY_ONE else page_of_groups
    page = page_of(chosen_cases(cases, form, request.user), request.GET.get("page"))
    context = {"form": form, "page_obj": page, "state": form.state, "query": form.query}
    context["undo"] = offer(request)
    return render(request, "moderation/queue.html", context)


@require_safe
@login_required
def queue_csv(request: HttpRequest) -> HttpResponse:
    """The same cases as a file, one by one, with the same filters and the same scope."""
    cases = chosen_cases(_scope(request), QueueFilterForm(request.GET), request.user)
    return csv_response(
        "dossiers-moderation",
        case_rows(cases.for_list().prefetch_related("notices").iterator(chunk_size=500)),
    )


def chosen_cases(cases: CaseQuerySet, form: QueueFilterForm, user: object) -> CaseQuerySet:
    """The cases of a filter, of those one sees."""
    chosen = cases.in_state(form.state, user)
    if form.category:
        about = Notice.objects.filter(case=OuterRef("pk"), category=form.category)
        chosen = chosen.filter(Exists(about))
    return chosen.filter(gravity=form.gravity) if form.gravity else chosen


def require_queue(user: object) -> None:
    """Raises PermissionDenied for who moderates nothing."""
    if not can_see_queue(user):
        message = "La modération est réservée aux agences locales et à l’équipe nationale."
        raise PermissionDenied(message)


def _scope(request: HttpRequest) -> CaseQuerySet:
    require_queue(request.user)
    return Case.objects.visible_to(request.user)  # type: ignore[return-value]
