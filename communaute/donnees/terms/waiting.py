"""What of this room waits for a person, on top of their account."""

from typing import cast

from communaute.comptes.models import User
from communaute.comptes.waiting import Waiting

from .perms import unanswered_versions


def rules_to_read(user: object) -> int:
    return len(unanswered_versions(cast("User", user)))


WAITING = Waiting(
    "terms:rules",
    rules_to_read,
    "nouvelle version de nos règles à lire",
    "nouvelles versions de nos règles à lire",
)
