"""What time does to the search: its words are counted again, what was not found is forgotten."""

from datetime import datetime, timedelta

from socle.clock import Step

from . import vocabulary
from .missed import forget
from .models import MissedSearch
from .numbers import NUMBERS

_RECOUNT_HOUR = 3


def _nights(now: datetime) -> list[str]:
    """One recount a night."""
    from django.utils import timezone

    local = timezone.localtime(now)
    return [f"{local:%Y-%m-%d}"] if local.hour == _RECOUNT_HOUR else []


def _recount(night: str, now: datetime) -> dict[str, int]:
    return {"words_recounted": vocabulary.recount()}


def _forgotten(now: datetime) -> list[int]:
    limit = now - timedelta(days=NUMBERS.missed_days)
    return list(MissedSearch.objects.filter(last_at__lte=limit).values_list("pk", flat=True))


STEPS = (
    Step(
        key="search.recount",
        label="Recherche : les mots de l’index sont recomptés, la nuit",
        due=_nights,
        do=_recount,
    ),
    Step(
        key="search.forget",
        label="Recherche : ce qui n’a pas été trouvé est oublié",
        due=_forgotten,
        do=lambda pk, now: {"missed_searches_forgotten": forget(pk=pk, now=now)},
    ),
)
