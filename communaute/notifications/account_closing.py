"""The last mail of an account: it is closed. To the former address, with no account behind it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .models import BouncingAddress
from .services import tell

if TYPE_CHECKING:
    from communaute.comptes.models import User


def confirm(person: User, now: datetime) -> None:
    """Tell the former address, and forget whether it refused mails; what else waited to leave
    goes with the account."""
    BouncingAddress.objects.of(person.email).delete()
    tell(
        "comptes.account_closed",
        to=person.email,
        key=f"compte-ferme-{person.pk}",
        context={"name": person.display_name, "at": now},
    )
