"""Writing for the CMS: what appears and leaves at its hour, what is found beside a guide."""

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.models import DraftStateMixin, Revision

from socle.public_pages import add_to_public_pages

from .models import BesideFound, GuidePage
from .related.kinds import find


@transaction.atomic
def publish_scheduled(*, revision_pk: int, now: datetime) -> bool:
    """Publish a revision whose hour has come, as Wagtail’s `publish_scheduled` does; False if it
    was done or planned anew meanwhile. The public pages follow, through Wagtail’s signals.
    """
    due = Revision.objects.select_for_update().filter(approved_go_live_at__lte=now)
    revision = due.filter(pk=revision_pk).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


@transaction.atomic
def expire_scheduled(*, model: type[DraftStateMixin], pk: int, now: datetime) -> bool:
    """Take down a page, or a text of editors that has drafts too, whose term has passed, as
    Wagtail’s `publish_scheduled` does; False if it is no longer due.
    """
    due = model._default_manager.select_for_update().filter(live=True, expire_at__lte=now)
    published = due.filter(pk=pk).first()
    if published is None:
        return False
    published.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


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
