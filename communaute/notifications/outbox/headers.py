"""Headers that hold one long address: Python would break it into encoded words past 78 signs, and
no mail server would find it again (RFC 2047 §5 forbids them there).
"""

from __future__ import annotations

from email import _header_value_parser as tokens
from email.headerregistry import HeaderRegistry
from typing import Any


class _Whole(tokens.UnstructuredTokenList):
    as_ew_allowed = False


class WholeHeader:
    """A header in ASCII, folded between its words and nowhere else."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"] = _Whole(tokens.get_unstructured(value))
        kwds["decoded"] = str(kwds["parse_tree"])


HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "list-id", "references", "in-reply-to"):
    HEADERS.map_to_type(_name, WholeHeader)
