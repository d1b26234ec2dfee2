"""What a desk counts over all its demandes: kept until one of them changes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.utils import timezone

from ambassadeurs.demandes.models import Demande

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

# A minute makes late what was not, and a demande may have left for another desk.
KEPT_S: Final = 60


def kept_count[T](name: str, organisations: Collection[int], count: Callable[[], T]) -> T:
    """What `count` gives of the demandes of these organisations (pks), under this name: counted
    again when one of them changes, each day and each minute (1 query, and those of `count`)."""
    pks = sorted(organisations)
    moved = _moved(pks).first()
    stamp = f"{moved.timestamp():.6f}" if moved else "0"
    key = f"guichets:{name}:{'-'.join(map(str, pks))}:{stamp}:{timezone.localdate()}"
    known: T | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, KEPT_S)
    return known


def _moved(organisations: list[int]) -> QuerySet[Demande, datetime]:
    """When something last changed at the desk of these organisations."""
    rows = Demande.objects.filter(organisation__in=organisations).order_by("-updated_at")
    return rows.values_list("updated_at", flat=True)[:1]
