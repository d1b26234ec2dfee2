"""Sessions in the database, whatever the cookie holds, each with whose it is."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from communaute.comptes.sessions.devices import BEGUN, DEVICE, SEEN
from socle.sharing.prepared import Prepared
from socle.sharing.writing import Changes


class SessionStore(db.SessionStore):
    """Refuses a key that Django cannot have made, as it does a short one: the visitor is simply
    signed out. A cookie may hold a NUL, over which PostgreSQL fails.
    """

    @classmethod
    def get_model_class(cls) -> Any:
        from communaute.comptes.sessions.models import OpenSession

        return OpenSession

    def _get_session_from_db(self) -> Any:
        row = _OPEN.first(self.session_key or "", timezone.now())
        if row is None:
            self._session_key = None
        return row

    def save(self, must_create: bool = False) -> None:
        """Each page that says something ends here: one statement, composed once."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(self._get_session())  # type: ignore[attr-defined]
        values = [getattr(row, name) for name in _WRITTEN]
        try:
            is_there = _SAVED(row.session_key, *values)
        except DatabaseError as error:
            raise UpdateError from error
        if not is_there:
            raise UpdateError

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row says what its person may read of it: `communaute.comptes.sessions`."""
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.device = data.get(DEVICE, "")
        row.begun_at = _moment(data.get(BEGUN))
        row.seen_at = _moment(data.get(SEEN))
        return row

    def _validate_session_key(self, key: str | None) -> bool:
        is_long = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(is_long) and set(key or "") <= set(VALID_KEY_CHARS)


def _open(key: str, now: datetime) -> QuerySet[Any]:
    return SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)


_OPEN = Prepared(_open, str, datetime)
_WRITTEN = {
    "session_data": str,
    "expire_date": datetime,
    "user_id": int,
    "device": str,
    "begun_at": datetime,
    "seen_at": datetime,
}


def _saved(key: str, *values: Any) -> tuple[QuerySet[Any], dict[str, Any]]:
    rows = SessionStore.get_model_class().objects.filter(session_key=key)
    return rows, dict(zip(_WRITTEN, values, strict=True))


_SAVED = Changes(_saved, str, *_WRITTEN.values())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
