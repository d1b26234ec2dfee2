"""Holding accounts before what is written to them, always in one order (docs/architecture.md)."""

from __future__ import annotations

from .models import User


def hold_accounts(*keys: int | None) -> None:
    """Lock these accounts (primary keys; None is nobody), to call first in a transaction.

    An account that is closing is waited for: what follows reads that it is gone, and what is
    written meanwhile is seen by the closing. Two people who write to one another wait in turn.
    """
    rows = User.objects.filter(pk__in={key for key in keys if key is not None})
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
