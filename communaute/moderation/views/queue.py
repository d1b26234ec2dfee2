"""The queue of moderators: what waits, by clock, on their territories only."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socle.spreadsheets import csv_response

from ..exports import case_rows
from ..forms import QueueFilterForm
from ..models import Case, Notice
from ..perms import can_see_queue
from ..querysets import CaseQuerySet

PAGE_SIZE = 25


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """The list of cases, most urgent first."""
    cases = _scope(request)
    form = QueueFilterForm(request.GET, counts=cases.counts(request.user))
    page = Paginator(_chosen(cases, form, request), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "state": form.state, "query": _query(form)}
    return render(request, "moderation/queue.html", context)


@require_safe
@login_required
def queue_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, with the same filters and the same scope."""
    cases = _chosen(_scope(request), QueueFilterForm(request.GET), request)
    return csv_response("dossiers-moderation", case_rows(cases.iterator(chunk_size=500)))


def _scope(request: HttpRequest) -> CaseQuerySet:
    if not can_see_queue(request.user):
        message = "La modération est réservée aux agences locales et à l’équipe nationale."
        raise PermissionDenied(message)
    return Case.objects.visible_to(request.user)


def _chosen(cases: CaseQuerySet, form: QueueFilterForm, request: HttpRequest) -> CaseQuerySet:
    chosen = cases.in_state(form.state, request.user).for_list()  # type: ignore[attr-defined]
    if form.category:
        about = Notice.objects.filter(case=OuterRef("pk"), category=form.category)
        chosen = chosen.filter(Exists(about))
    return chosen


def _query(form: QueueFilterForm) -> str:
    """The filters as a query string, for the CSV twin."""
    return f"etat={form.state}&raison={form.category}"
