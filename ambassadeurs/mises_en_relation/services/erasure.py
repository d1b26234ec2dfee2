"""What is left of requests once the account that made them is erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .. import announcements
from ..enums import ClosedBecause, State
from ..facts import PERSONAL_LABELS
from ..models import MiseEnRelation
from ..prospects import desk_columns
from .requests import end

ERASED = "effacé"


def of_closed_accounts() -> list[int]:
    """Requests (pks) of erased accounts that still say who asked."""
    left = MiseEnRelation.objects.filter(requester__isnull=True, erased_at__isnull=True)
    return list(left.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def forget(pk: int, now: datetime) -> dict[str, int]:
    """End one of them, without what names the person or the building. Again changes nothing.

    What was sent keeps its labels, the consent its wording and dates, as a proof; figures keep
    counting.
    """
    MiseEnRelation.objects.select_for_update().get(pk=pk)
    mise = MiseEnRelation.objects.for_list().get(pk=pk)
    if mise.erased_at is not None:
        return {}
    must_tell = mise.state != State.CLOSED
    end(mise, now, because=ClosedBecause.REQUESTER)
    mise.erased_at = now
    mise.sent = {
        label: ERASED if label in PERSONAL_LABELS else value for label, value in mise.sent.items()
    }
    for name, value in desk_columns(mise.sent).items():
        setattr(mise, name, value)
    if mise.consent_at is not None and mise.consent_withdrawn_at is None:
        mise.consent_withdrawn_at = now
        must_tell = True
    mise.save()
    if must_tell:
        announcements.announce_closed(mise, by_requester=True)
    return {"requests_erased": 1}
