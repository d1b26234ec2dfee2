"""Who reads what people sent."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry


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
