"""Parts of pages that are the same for every reader, kept once for all, with holes for the rest.

A part is rendered for nobody: nothing personal is in it, nor what a person may read that others
may not. Where its readers differ, the templates leave marks (the tags `shared_parts`), which are
filled for each: the token of their session, what is for members or for visitors only, what one
chose. Marks begin with a NUL, that no text of ours can hold: forms and databases refuse it.
"""

import re
from collections.abc import Callable, Container
from enum import StrEnum

from django.utils.safestring import SafeString, mark_safe

# Given to the templates of a part instead of the token of somebody.
TOKEN = "\0token\0"  # noqa: S105
# Name of the variable that tells a template that it makes a part for all.
IS_SHARED = "is_shared"
_FOR = re.compile("\0for (members|visitors)\0(.*?)\0/for\0", re.DOTALL)
_CHOICE = re.compile("\0choice (\\d+)\1([^\0\1]*)\1([^\0\1]*)\0")


class Readers(StrEnum):
    """Who reads: with an account, or without."""

    MEMBERS = "members"
    VISITORS = "visitors"


def only_for(readers: str, html: str) -> str:
    """Mark what these readers alone see; such marks are never inside one another."""
    return f"\0for {Readers(readers)}\0{html}\0/for\0"


def choice(key: int, yes: str, no: str) -> str:
    """Mark what reads `yes` for who chose the thing of this key, `no` for others."""
    return f"\0choice {key}\1{yes}\1{no}\0"


def kept_for(readers: Readers, html: str) -> str:
    """The part as these readers have it: once for all, choices and tokens not filled yet."""
    return _FOR.sub(lambda found: found[2] if found[1] == readers else "", html)


def fill(html: str, *, token: Callable[[], str], chosen: Container[int] = ()) -> SafeString:
    """The part as one reader sees it; `token` is asked for when a form needs it, `chosen` are the
    keys of what they chose."""
    if "\0" in html:
        html = _CHOICE.sub(lambda found: found[2 if int(found[1]) in chosen else 3], html)
        if TOKEN in html:
            html = html.replace(TOKEN, token())
    return mark_safe(html)  # noqa: S308 - rendered by our templates
