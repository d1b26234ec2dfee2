"""What the clock does of texts that reports hid: an alert, then they are shown again."""

from __future__ import annotations

from datetime import datetime, timedelta

from communaute.moderation.models import Case
from communaute.moderation.numbers import NUMBERS
from socle.clock import Step

from ..services import auto_hide as services


def still_hidden(now: datetime) -> list[int]:
    """Cases whose text is hidden since two days, that nobody was told of."""
    return _hidden_since(now, NUMBERS.hidden_alert_hours, hidden_told_at=None)


def tell_still_hidden(pk: int, now: datetime) -> dict[str, int]:
    return {"texts_still_hidden": 1} if services.alert_still_hidden(pk, now) else {}


def hidden_too_long(now: datetime) -> list[int]:
    """Cases whose text is hidden since three days, without decision."""
    return _hidden_since(now, NUMBERS.hidden_hours)


def show_text_again(pk: int, now: datetime) -> dict[str, int]:
    return {} if services.show_again(pk, now) is None else {"texts_shown_again": 1}


def _hidden_since(now: datetime, hours: int, **more: object) -> list[int]:
    since = now - timedelta(hours=hours)
    rows = Case.objects.to_decide().filter(auto_hidden_at__lte=since, **more)
    return list(rows.order_by("pk").values_list("pk", flat=True))


STEPS = (
    Step(
        key="auto_hide.shown_again",
        label="Textes masqués d’office que personne n’a décidés à temps : de nouveau en ligne",
        due=hidden_too_long,
        do=show_text_again,
    ),
    Step(
        key="auto_hide.still_hidden",
        label="Textes masqués d’office, sans décision : l’alerte avant qu’ils ne reviennent",
        due=still_hidden,
        do=tell_still_hidden,
        after=("auto_hide.shown_again",),
    ),
)
