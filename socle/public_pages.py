"""The version number of the public pages: what makes the cached ones obsolete."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from wagtail.models import Page, Revision

from .models import PublicVersion

# Keys of the cache that hold a part of public pages: forgotten with them.
_kept_keys: set[str] = set()


def forget_with_pages(key: str) -> str:
    """Name a key of the cache that is forgotten when public pages change; returns the key."""
    _kept_keys.add(key)
    return key


def touch_public_pages() -> None:
    """Make the cached anonymous pages obsolete, once the current transaction commits.

    Every service that changes what the public sees calls this. The move happens in a
    statement of its own after the commit, so that writers never wait for one another.
    """
    transaction.on_commit(_move_public_version)


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
def expire_scheduled(*, page_pk: int, now: datetime) -> bool:
    """Take down a page whose term has passed, as Wagtail’s `publish_scheduled` does; False if it
    is no longer due.
    """
    due = Page.objects.select_for_update().live().filter(expire_at__lte=now)
    page = due.filter(pk=page_pk).first()
    if page is None:
        return False
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _move_public_version() -> None:
    cache.delete_many(sorted(_kept_keys))
    if not PublicVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PublicVersion.objects.get_or_create(pk=1)
