"""A page of rules is published: what it says from now on is a version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ..models import RulesPage, RulesVersion
from ..rules import FIRST_VERSION


@transaction.atomic
def record_version(*, page: RulesPage, now: datetime | None = None) -> RulesVersion:
    """The version that says what the page says: the last one when nothing changed, else a new one.

    A change that asks the members' consent moves the first number (« 2.0 »), another the second.
    Two publications at once wait for one another.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    last = page.last_version
    if last is not None and page.is_version(last):
        return last
    return RulesVersion.objects.create(
        document=page.document,
        number=_next_number(last, page.asks_consent),
        title=page.title,
        introduction=page.introduction,
        since=now or timezone.now(),
        what_changed=page.what_changed if last else "",
        # Nobody is asked to accept again what they accepted by signing up.
        asks_consent=page.asks_consent and last is not None,
        rules=page.written_rules,
        body=page.written_body,
    )


def date_first_versions(since: datetime) -> None:
    """Have the first version of each document in force since that day, unless it was before."""
    RulesVersion.objects.filter(number=FIRST_VERSION, since__gt=since).update(since=since)


def _next_number(last: RulesVersion | None, asks_consent: bool) -> str:
    if last is None:
        return FIRST_VERSION
    major, minor = map(int, last.number.split("."))
    return f"{major + 1}.0" if asks_consent else f"{major}.{minor + 1}"
