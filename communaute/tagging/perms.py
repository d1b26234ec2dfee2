"""Who keeps tags in order."""

from cms.starter import EDITORS, TEAM


def can_keep_tags(user: object) -> bool:
    """The editors and the national team, in the back office; one query."""
    if not getattr(user, "is_active", False):
        return False
    if getattr(user, "is_superuser", False):
        return True
    groups = getattr(user, "groups", None)
    return groups is not None and groups.filter(name__in=(EDITORS, TEAM)).exists()
