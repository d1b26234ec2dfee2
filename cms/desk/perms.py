"""Who reads what people sent."""

from typing import Any


def can_read_messages(user: Any) -> bool:
    return bool(user.has_perm("cms_pages.view_contactmessage"))


def can_read_comments(user: Any) -> bool:
    """Read readers’ comments, and say that one was dealt with."""
    return bool(user.has_perm("cms_pages.view_pagecomment"))


def can_read_searches(user: Any) -> bool:
    return bool(user.has_perm("site_search.view_missedsearch"))
