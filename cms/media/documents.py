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
            format_html('<a href="{}" data-detail="{}">', one.url, _detail(one)) if one else "<a>"
            for one in cls.get_many(attrs_list)
        ]


def _detail(document: Any) -> str:
    """« PDF, 120 Ko »; what is not known is left out."""
    size = document.get_file_size()
    parts = (document.file_extension.upper(), filesizeformat(size) if size else "")
    return ", ".join(part for part in parts if part)


def with_details(html: str) -> SafeString:
    """Trusted HTML where the links of documents say what they open."""

    def link(match: re.Match[str]) -> str:
        detail = f" ({match[2]})" if match[2] else ""
        return f'<a href="{match[1]}">{match[3]}{detail}</a>'

    return mark_safe(_LINK.sub(link, html))  # noqa: S308 - trusted
