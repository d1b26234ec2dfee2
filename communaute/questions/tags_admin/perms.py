"""Who keeps tags in order."""

from cms.starter import EDITORS, TEAM
from communaute.comptes.perms import has_every_right, is_in_group


def can_keep_tags(user: object) -> bool:
    """The editors and the national team, in the back office; one query."""
    if not getattr(user, "is_active", False):
        return False
    return has_every_right(user) or is_in_group(user, EDITORS, TEAM)
