"""Writing for the CMS: what is published and taken down at its hour."""

from datetime import datetime

from django.db import transaction
from wagtail.models import DraftStateMixin, Revision


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
