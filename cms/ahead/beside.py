"""What the index holds for each guide, found before anybody reads the guide: by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from socle.public_pages import add_to_public_pages

from ..beside.finding import find
from ..models import BesideFound, GuidePage

# How old what was found may be: that of a question asked or answered since.
FRESH = timedelta(hours=1)


def to_find(now: datetime) -> list[int]:
    """Guides whose findings are missing, too old, or those of another subject. One query."""
    guides = GuidePage.objects.live().with_what_is_beside().order_by("pk")
    due = []
    for guide in guides.only("title", "beside_found"):
        known = getattr(guide, "beside_found", None)
        if known is None or known.found_at <= now - FRESH or known.asked != guide.asked_beside:
            due.append(guide.pk)
    return due


@transaction.atomic
def find_ahead(pk: int, now: datetime) -> int:
    """Look for what is beside one guide; how many guides changed what they find."""
    guide = GuidePage.objects.with_what_is_beside().filter(pk=pk).first()
    if guide is None:
        return 0
    known = getattr(guide, "beside_found", None)
    found = find(guide.title, sorted(guide.tag_names))
    kept = {"asked": guide.asked_beside, "found": found, "found_at": now}
    BesideFound.objects.update_or_create(guide_id=pk, defaults=kept)
    if known is not None and known.found == found:
        return 0
    add_to_public_pages()
    return 1
