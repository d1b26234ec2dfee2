"""A document that a text leads to: its link says its kind and its size (RGAA 13.3)."""

import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler

from socle.french import filesizeformat

_LINK = re.compile(r'<a href="([^"]*)" data-detail="([^"]*)">(.*?)</a>', re.DOTALL)


class DetailedLink(DocumentLinkHandler):
    """Wagtail writes the beginning of a link alone: what `with_details` puts in its text waits in
    an attribute."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            format_html('<a href="{}" data-detail="{}">', one.url, detail_of(one)) if one else "<a>"
            for one in cls.get_many(attrs_list)
        ]


def detail_of(document: Any) -> str:
    """« PDF, 120 ko »; what is not known is left out."""
    size = _size_of(document)
    parts = (document.file_extension.upper(), filesizeformat(size) if size else "")
    return ", ".join(part for part in parts if part)


def _size_of(document: Any) -> int | None:
    """As it was noted when it was sent, else as the file says, and then written nowhere: Wagtail's
    `get_file_size` saves it, were it while somebody only reads."""
    if document.file_size is not None:
        return int(document.file_size)
    try:
        return int(document.file.size)
    except Exception:  # noqa: BLE001 - of a store of files, anything may be raised: no file, no size
        return None


def with_details(html: str) -> SafeString:
    """Trusted HTML where the links of documents say what they open."""

    def link(match: re.Match[str]) -> str:
        detail = f" ({match[2]})" if match[2] else ""
        return f'<a href="{match[1]}">{match[3]}{detail}</a>'

    return mark_safe(_LINK.sub(link, html))  # noqa: S308 - trusted
