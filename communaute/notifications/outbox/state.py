"""How the outbox goes: read by `/healthz` and by the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ..models import BouncingAddress, Mail
from ..numbers import NUMBERS


@dataclass(frozen=True)
class MailCounts:
    """Mails that wait, those of them that should have left for a while, those that failed."""

    waiting: int
    late: int
    failed: int

    def __str__(self) -> str:
        return f"{self.waiting} en attente, {self.late} en retard, {self.failed} en échec"


def mail_counts() -> MailCounts:
    late = Mail.objects.late(timezone.now(), after=timedelta(minutes=NUMBERS.late_minutes))
    return MailCounts(
        waiting=Mail.objects.waiting().count(),
        late=late.count(),
        failed=Mail.objects.failed().count(),
    )


def stopped_addresses() -> int:
    """How many addresses refuse our mails so often that none leaves for them."""
    return BouncingAddress.objects.stopped(timezone.now()).count()
