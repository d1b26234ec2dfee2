"""What people looked for in vain, told to editors without telling who: never on a GET."""

import re
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from socle.scheduler import Step

from . import vocabulary
from .models import MissedBy, MissedSearch
from .numbers import NUMBERS
from .words import composed, stems

TEXT_MAX = 80
_SALT = "socle.search.missed_searches"
# An address, a phone, a number of file: any five digits in a row or nearly, and any « @ ».
_PERSONAL = (
    re.compile(r"(?:\d[\s.\-/]?){5,}"),
    re.compile(r"@|https?:|www\."),
    re.compile(
        r"\b\d{1,4}\s*(?:bis|ter|quater)?,?\s+(?:rue|avenue|av|boulevard|bd|place|chemin|impasse|"
        r"all[ée]e|quai|cours|route|square|passage|villa)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:rue|avenue|boulevard|impasse|all[ée]e|quai|chemin|square|passage)\s+\w",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:m|mr|mme|mlle|monsieur|madame|docteur|ma[iî]tre)\.?\s+\w", re.IGNORECASE),
)


def is_personal(text: str) -> bool:
    """Whether a query may name or locate somebody; when in doubt, it does."""
    return any(pattern.search(composed(text)) for pattern in _PERSONAL)


def may_be_told(query: str) -> bool:
    """Whether a search may be counted: it has words, is short, and is of nobody."""
    text = _text(query)
    return bool(stems(text)) and len(text) <= TEXT_MAX and not is_personal(text)


def _text(query: str) -> str:
    return " ".join(composed(query).split()).lower()


@transaction.atomic
def report(*, query: str, person: str, now: datetime | None = None) -> bool:
    """Count that `person` (an address or an account) looked for this in vain.

    The text is kept once `NUMBERS.missed_people` different people typed it; before, only a keyed
    hash of its words. One person counts once a day. Returns whether it was counted: see
    `may_be_told`.
    """
    now = now or timezone.now()
    if not may_be_told(query):
        return False
    text = _text(query)
    search = _known(_mark(" ".join(sorted(stems(text)))), now)
    who = _mark(f"{person}|{timezone.localdate(now):%Y-%m-%d}")
    _, is_new = MissedBy.objects.get_or_create(search=search, person=who)
    if not is_new:
        return False
    MissedSearch.objects.filter(pk=search.pk).update(people=F("people") + 1, last_at=now)
    MissedSearch.objects.filter(pk=search.pk, people__gte=NUMBERS.missed_people, text="").update(
        text=text
    )
    return True


def _known(fingerprint: str, now: datetime) -> MissedSearch:
    try:
        with transaction.atomic():
            found, _ = MissedSearch.objects.select_for_update().get_or_create(
                fingerprint=fingerprint, defaults={"last_at": now}
            )
    except IntegrityError:
        found = MissedSearch.objects.select_for_update().get(fingerprint=fingerprint)
    return found


def _mark(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


@transaction.atomic
def forget(*, pk: int, now: datetime) -> bool:
    """Erase a search that nobody made for `NUMBERS.missed_days`; False when somebody did since."""
    limit = now - timedelta(days=NUMBERS.missed_days)
    count, _ = MissedSearch.objects.filter(pk=pk, last_at__lte=limit).delete()
    return count > 0


# What time does to the search: its words are counted again, what was not found is forgotten.


_RECOUNT_HOUR = 3


def _nights(now: datetime) -> list[str]:
    """One recount a night."""
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
