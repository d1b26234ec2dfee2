"""The table of contents of a stream."""

from typing import Any

from django.utils.text import slugify


def contents(body: Any) -> list[dict[str, str]]:
    """Anchor and title of each heading block of a stream."""
    return [
        {"anchor": slugify(block.value), "title": block.value}
        for block in body
        if block.block_type == "heading"
    ]
