"""What groups of editors may do in `/gestion/`, as each room says it when it starts.

A new installation gives it all (`create_starter_pages`). One that exists gets what a new version
brings when it migrates, and that alone: what no group has. What the team took from a group, and
left to another, stays as they decided.
"""

from typing import Any

from django.apps import apps as current_apps
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS

# (group, app, codename).
_rights: set[tuple[str, str, str]] = set()


def register_rights(app_label: str, *codenames: str, groups: tuple[str, ...]) -> None:
    """Say which rights of a room these groups have; twice the same changes nothing."""
    _rights.update((group, app_label, codename) for group in groups for codename in codenames)


def give_rights(*, only_new: bool = False) -> int:
    """Give groups what rooms registered; `only_new`: of rights that no group has.

    Returns how many were given. A group that does not exist gets nothing.
    """
    groups = {
        one.name: one for one in Group.objects.filter(name__in={name for name, *_ in _rights})
    }
    if not groups:
        return 0
    rows = Permission.objects.filter(content_type__app_label__in={app for _, app, _ in _rights})
    if only_new:
        rows = rows.filter(group=None)
    known = {
        (app, codename): pk
        for pk, app, codename in rows.values_list("pk", "content_type__app_label", "codename")
    }
    count = 0
    for name, group in groups.items():
        mine = {known.get((app, codename)) for owner, app, codename in _rights if owner == name}
        mine.discard(None)
        count += len(mine)
        group.permissions.add(*mine)
    return count


def give_new_rights(
    sender: object, *, using: str, apps: Any = current_apps, **kwargs: object
) -> None:
    """After a migration: the permissions of every room exist by then."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        # Everything was migrated away.
        return
    if using == DEFAULT_DB_ALIAS:
        give_rights(only_new=True)
