"""The version number of the public pages: what makes the cached ones obsolete."""

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

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


def _move_public_version() -> None:
    cache.delete_many(sorted(_kept_keys))
    if not PublicVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PublicVersion.objects.get_or_create(pk=1)
