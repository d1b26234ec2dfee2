"""Whom the texts of the editors concern."""

from typing import Any


def writes_or_reads(user: Any) -> bool:
    """Who enters `/gestion/`: writes, reads or publishes texts there."""
    return bool(user.has_perm("wagtailadmin.access_admin"))
