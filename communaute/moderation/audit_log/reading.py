"""Who reads the log, which rows, and what of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.comptes.perms import is_auditor, is_national_team
from communaute.moderation.models import ModerationLog
from socle.calendar import PARIS
from socle.keyset import Keyset

if TYPE_CHECKING:
    from communaute.moderation.querysets import AppendOnlyQuerySet

    from .forms import JournalForm

LATEST = Keyset("-position")
TITLES = ("ligne", "le", "acte", "précision", "dossier", "organisation", "compte n°", "scellé")
CHUNK = 500


def can_read_log(user: object) -> bool:
    """Auditors and the national team; nobody moderates here."""
    return is_auditor(user) or is_national_team(user)


def rows_for(user: object, form: JournalForm) -> AppendOnlyQuerySet:
    """The rows that this person may read, as they were filtered; none for others.

    Twin of `can_read_log`. A row names an organisation and the number of an account, never a
    person; it quotes no text and no note.
    """
    if not can_read_log(user):
        return ModerationLog.objects.none()
    found, asked = ModerationLog.objects.select_related("organisation"), form.asked()
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.organisation is not None:
        found = found.filter(organisation=asked.organisation)
    if asked.case is not None:
        found = found.filter(case=asked.case)
    if asked.since is not None:
        found = found.filter(at__gte=datetime.combine(asked.since, time.min, PARIS))
    if asked.until is not None:
        found = found.filter(at__lte=datetime.combine(asked.until, time.max, PARIS))
    return found


def csv_rows(found: Iterable[ModerationLog]) -> Iterator[tuple[object, ...]]:
    """Titles, then one line per row."""
    yield TITLES
    for row in found:
        yield (
            row.position,
            timezone.localtime(row.at).strftime("%d/%m/%Y %H:%M:%S"),
            row.get_act_display(),
            row.detail,
            row.case_id or "",
            row.organisation or "",
            row.actor_number or "",
            row.digest,
        )
