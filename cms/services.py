"""Writing for the CMS and for the rooms above it."""

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from .models import PublicVersion

# The accessibility status that every footer shows.
ACCESSIBILITY_KEY = "cms-accessibility-status"


def touch_public_pages() -> None:
    """Make the cached anonymous pages obsolete, once the current transaction commits.

    Every service that changes what the public sees calls this. The move happens in a
    statement of its own after the commit, so that writers never wait for one another.
    """
    transaction.on_commit(_move_public_version)


def _move_public_version() -> None:
    cache.delete(ACCESSIBILITY_KEY)
    if not PublicVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PublicVersion.objects.get_or_create(pk=1)
