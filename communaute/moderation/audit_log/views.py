"""The log, for auditors and the national team: read only."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socle.keyset import PlaceForm
from socle.spreadsheets import csv_response

from .forms import JournalForm
from .reading import CHUNK, LATEST, can_read_log, csv_rows, rows_for

PAGE_SIZE = 50


@require_safe
@login_required
def journal(request: HttpRequest) -> HttpResponse:
    """Every act, the last first."""
    form = _form(request)
    page = LATEST.page(rows_for(request.user, form), PlaceForm(request.GET).place(), size=PAGE_SIZE)
    context = {"form": form, "page_obj": page, "query": request.GET.urlencode()}
    status = 422 if form.errors else 200
    return render(request, "moderation/journal.html", context, status=status)


@require_safe
@login_required
def journal_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as a file, with the same filters; nothing (422) where one is wrong."""
    form = _form(request)
    rows = rows_for(request.user, form).order_by("position")
    rows = rows.none() if form.errors else rows
    lines = csv_rows(rows.iterator(chunk_size=CHUNK))
    return csv_response("journal-moderation", lines, is_refused=bool(form.errors))


def _form(request: HttpRequest) -> JournalForm:
    if not can_read_log(request.user):
        message = "Le journal est lu par les auditeurs et l’équipe nationale."
        raise PermissionDenied(message)
    return JournalForm(request.GET)
