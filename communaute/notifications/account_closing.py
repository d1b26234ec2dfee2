"""The last mail of an account: it is closed. To the former address, with no account behind it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .services import tell

if TYPE_CHECKING:
    from communaute.comptes.models import User


def confirm(person: User, now: datetime) -> None:
    """Tell the former address; what else waited to leave goes with the account."""
    tell(
        "comptes.account_closed",
        to=person.email,
        key=f"compte-ferme-{person.pk}",
        context={"name": person.display_name, "at": now},
    )
