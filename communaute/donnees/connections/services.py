"""Writing from where a text was published, and erasing it a year later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from ..models import Connection
from ..numbers import NUMBERS
from .middleware import current_origin


def note_published(content: Any, *, account: int | None, now: datetime) -> None:
    """Write from where this text was published or changed: one INSERT, none outside a request."""
    origin = current_origin()
    if origin is None or account is None:
        return
    Connection.objects.create(
        account_number=account,
        content_type=ContentType.objects.get_for_model(content),
        object_id=content.pk,
        ip=origin.ip,
        port=origin.port,
        at=now,
    )


def past(now: datetime) -> list[int]:
    """Rows (pks) whose time is over."""
    limit = now - timedelta(days=NUMBERS.connection_days)
    return list(
        Connection.objects.filter(at__lte=limit).order_by("pk").values_list("pk", flat=True)
    )


def purge(pk: int, now: datetime) -> dict[str, int]:
    """Erase one row whose time is over."""
    limit = now - timedelta(days=NUMBERS.connection_days)
    erased, _ = Connection.objects.filter(pk=pk, at__lte=limit).delete()
    return {"connections_erased": erased}
