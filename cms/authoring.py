"""Writing a stream in Python, for the starter pages and the demonstration guides.

Texts are Markdown (bold, italics, lists, links); raw HTML in them is shown as text.
"""

from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from wagtail.rich_text import RichText

from socle.buildings import Stage
from socle.typography import typography

Block = tuple[str, Any]

_markdown = MarkdownIt("commonmark", {"html": False})


def prose(text: str) -> RichText:
    """Markdown to the HTML that Wagtail's editor reads back."""
    return RichText(_markdown.render(typography(text)).strip())


def h(title: str) -> Block:
    return ("heading", typography(title))


def p(text: str) -> Block:
    return ("paragraph", prose(text))


def figures(*keys: str) -> Block:
    return ("fact", {"facts": list(keys)})


def note(kind: str, title: str, text: str) -> Block:
    return ("callout", {"kind": kind, "title": typography(title), "text": prose(text)})


def steps(*pairs: tuple[str, str]) -> Block:
    lines = [{"title": typography(title), "text": typography(text)} for title, text in pairs]
    return ("steps", {"steps": lines})


def table(caption: str, *rows: str) -> Block:
    """Rows are written « cell | cell »; the first one is the header."""
    return ("table", {"caption": caption, "content": typography("\n".join(rows))})


def faq(*pairs: tuple[str, str]) -> Block:
    return (
        "faq",
        {
            "questions": [
                {"question": typography(ask), "answer": prose(answer)} for ask, answer in pairs
            ]
        },
    )


@dataclass(frozen=True)
class Guide:
    """`reviewed` is an ISO date; `sources` are (title, publisher, year, url)."""

    slug: str
    title: str
    stage: Stage
    summary: str
    tags: tuple[str, ...]
    reviewed: str
    body: list[Block]
    sources: tuple[tuple[str, str, str, str], ...] = field(default=())
