"""The log, for auditors and the national team: read only."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import is_auditor, is_national_team
from communaute.moderation.enums import Act
from communaute.moderation.models import ModerationLog
from communaute.moderation.querysets import AppendOnlyQuerySet
from socle.calendar import PARIS
from socle.forms import DayInput, PlainForm, TypedIntegerField, check_not_too_old
from socle.keyset import Keyset, PlaceForm
from socle.spreadsheets import csv_response

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


# Which rows of the log to read.


class JournalForm(PlainForm):
    acte = forms.ChoiceField(label="Acte", choices=[("", "Tous"), *Act.choices], required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(
            kind__in=[OrganisationKind.AGENCE, OrganisationKind.EQUIPE]
        ).order_by("name"),
        label="Agence ou équipe",
        empty_label="Toutes",
        required=False,
        error_messages={"invalid_choice": "Choisissez une organisation dans la liste."},
    )
    dossier = TypedIntegerField(
        label="Dossier n°",
        required=False,
        min_value=1,
        max_value=2**31,
        error_messages={
            "invalid": "Écrivez un numéro, par exemple 42.",
            "min_value": "Écrivez un numéro à partir de 1.",
            "max_value": "Ce numéro est trop grand.",
        },
    )
    du = forms.DateField(
        label="Du",
        required=False,
        widget=DayInput(),
        validators=[check_not_too_old],
    )
    au = forms.DateField(
        label="Au",
        required=False,
        widget=DayInput(),
        validators=[check_not_too_old],
    )


def _form(request: HttpRequest) -> JournalForm:
    if not can_read_log(request.user):
        raise PermissionDenied("Le journal est lu par les auditeurs et l’équipe nationale.")
    return JournalForm(request.GET)


# Who reads the log, which rows, and what of each.


LATEST = Keyset("-position")
TITLES = ("ligne", "le", "acte", "précision", "dossier", "organisation", "compte n°", "scellé")
CHUNK = 500


def can_read_log(user: object) -> bool:
    """Auditors and the national team; nobody moderates here."""
    return is_auditor(user) or is_national_team(user)


def rows_for(user: object, form: JournalForm) -> AppendOnlyQuerySet:
    """The rows that this person may read, as they were filtered; none for others.

    Twin of `can_read_log`. A row names an organisation and the number of an account, never a
    person; it quotes no text and no note. A filter that was not understood is left out.
    """
    if not can_read_log(user):
        return ModerationLog.objects.none()
    form.full_clean()
    asked = form.cleaned_data
    found = ModerationLog.objects.select_related("organisation")
    if act := asked.get("acte"):
        found = found.filter(act=act)
    if organisation := asked.get("organisation"):
        found = found.filter(organisation=organisation)
    if case := asked.get("dossier"):
        found = found.filter(case=case)
    if since := asked.get("du"):
        found = found.filter(at__gte=datetime.combine(since, time.min, PARIS))
    if until := asked.get("au"):
        found = found.filter(at__lte=datetime.combine(until, time.max, PARIS))
    return found


def csv_rows(found: Iterable[ModerationLog]) -> Iterator[tuple[object, ...]]:
    """Titles, then one line per row."""
    yield TITLES
    for row in found:
        yield (
            row.position,
            timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S"),
            row.get_act_display(),
            row.detail,
            row.case_id or "",
            row.organisation or "",
            row.actor_number or "",
            row.digest,
        )
