"""What moderation knows of somebody's trust."""

from datetime import datetime

from communaute.comptes.models import User
from communaute.comptes.trust import Source

from .enums import JUDGED
from .models import StatementOfReasons


def upheld_flags(user: User, since: datetime) -> int:
    """How many texts of this person were hidden since then by a decision that stands."""
    received = StatementOfReasons.objects.received_by(user)
    judged = received.standing().filter(applies_from__gte=since, decision__kind__in=JUDGED)
    return judged.count()


TRUST = Source(upheld_flags=upheld_flags)
