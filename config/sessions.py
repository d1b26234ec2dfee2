"""Sessions in the database, whatever the cookie holds, each with whose it is."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.db import OperationalError

from communaute.comptes.sessions.services import BEGUN, DEVICE, SEEN


class SessionStore(db.SessionStore):
    """Refuses a key that Django cannot have made, as it does a short one: the visitor is simply
    signed out. A cookie may hold a NUL, over which PostgreSQL fails.
    """

    def __init__(self, session_key: str | None = None) -> None:
        is_possible = set(session_key or "") <= set(VALID_KEY_CHARS)
        super().__init__(session_key if is_possible else None)

    def save(self, must_create: bool = False) -> None:
        """Raises OperationalError where the database did not answer: Django says that the session
        was deleted meanwhile, which is a wrong request."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    @classmethod
    def get_model_class(cls) -> Any:
        from communaute.comptes.sessions.models import OpenSession

        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row says what its person may read of it: `communaute.comptes.sessions`."""
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.device = data.get(DEVICE, "")
        row.begun_at = _moment(data.get(BEGUN))
        row.seen_at = _moment(data.get(SEEN))
        return row


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
