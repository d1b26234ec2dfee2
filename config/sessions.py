"""Sessions in the database, whatever the cookie holds."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS


class SessionStore(db.SessionStore):
    """Refuses a key that Django cannot have made, as it does a short one: the visitor is simply
    signed out. A cookie may hold a NUL, over which PostgreSQL fails.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        is_long = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(is_long) and set(key or "") <= set(VALID_KEY_CHARS)
