"""What editors may do in `/gestion/`: rights of groups, as each room says them; who reads what."""

from typing import Any

from django.apps import apps as current_apps
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Page
from wagtail.permissions import policy_registry

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


def can_read_messages(user: Any) -> bool:
    return bool(user.has_perm("cms_pages.view_contactmessage"))


def can_read_comments(user: Any) -> bool:
    """Read readers’ comments, and say that one was dealt with."""
    return bool(user.has_perm("cms_pages.view_pagecomment"))


def can_read_searches(user: Any) -> bool:
    return bool(user.has_perm("site_search.view_missedsearch"))


def can_change_pages(user: Any) -> bool:
    """Change pages, at least some: an expert only reads what is submitted."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.user_has_any_permission(user, {"add", "change", "publish"}))


def writes_or_reads(user: Any) -> bool:
    """Who enters `/gestion/`: writes, reads or publishes texts there."""
    return bool(user.has_perm("wagtailadmin.access_admin"))
