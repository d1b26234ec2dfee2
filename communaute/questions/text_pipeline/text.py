"""From what people type, as it is received, to what the page shows."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any, Final

import nh3
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from socle.words import fold, normalise, without_hidden

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre"}
# No other, not even those that the cleaner lets on every element (`title`, `lang`).
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
LINK_REL = "nofollow ugc noopener"

# Moves when the same text gives another HTML: `manage.py render_again` then renders all again.
RENDERER_VERSION = 3

QUOTE_CHARACTERS = 600

_BEFORE_PUNCTUATION = re.compile(r" +(?=[?!;:»])|(?<=«) +")
_STARTS = tuple("?!;:»")
_BREAKS = {"softbreak", "hardbreak"}
# Any sentence that asks or tells something is written with more different letters.
FEWEST_LETTERS = 5


def _keep_punctuation(state: StateCore) -> None:
    """French punctuation stays with its word: no line begins with « ? », none ends with « « »."""
    for block in state.tokens:
        children = block.children or []
        for place, token in enumerate(children):
            if token.type == "text":
                token.content = _BEFORE_PUNCTUATION.sub("\u00a0", token.content)
            elif token.type in _BREAKS and _parts(children, place):
                token.type, token.tag, token.content = "text", "", "\u00a0"


def _parts(children: list[Token], place: int) -> bool:
    """Whether the line break at this place parts a sign from its word."""
    before = children[place - 1].content if place else ""
    after = children[place + 1].content if place + 1 < len(children) else ""
    return before.endswith("«") or after.startswith(_STARTS)


def _flatten_headings(state: StateCore) -> None:
    """A heading becomes a paragraph in bold: those of the page are the page's own."""
    for place, token in enumerate(state.tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        token.type, token.tag, token.markup = f"paragraph{token.type[7:]}", "p", ""
        inline = state.tokens[place + token.nesting]
        if token.nesting == 1 and inline.children:
            opening, closing = (
                Token("strong_open", "strong", 1),
                Token("strong_close", "strong", -1),
            )
            inline.children = [opening, *inline.children, closing]


def _parser() -> MarkdownIt:
    # A line of dashes under a text makes no heading of it; indented code surprises who indents.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True}).disable(
        ["lheading", "html_block", "html_inline", "image", "code", "hr"]
    )
    parser.enable("linkify")
    if parser.linkify is None:
        raise RuntimeError("linkify-it-py is not installed")
    # Only whole web addresses become links: never an e-mail, a phone nor a word with a dot.
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "//", "mailto:"):
        parser.linkify.add(schema, None)
    parser.core.ruler.push("headings", _flatten_headings)
    parser.core.ruler.push("punctuation", _keep_punctuation)
    return parser


_MARKDOWN = _parser()
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=LINK_REL,
)


def render(text: str) -> str:
    """Markdown as typed → safe HTML: short allow-list, web links only, marked nofollow."""
    return _CLEANER.clean(_MARKDOWN.render(text)).strip()


def plain(html: str) -> str:
    """What `render` gave, without marks: for search engines and excerpts; a mail keeps links and
    lists (`notifications.words.text_of`)."""
    return unescape(strip_tags(html)).strip()


def without_marks(rows: Iterable[Any]) -> None:
    """Rows with a `body`, for a page: as people read it."""
    for row in rows:
        row.body = plain(render(row.body))


def as_quote(name: str, text: str) -> str:
    """A text as somebody quotes it at the top of theirs: « > » before each line, cut when long."""
    kept = Truncator(text).chars(QUOTE_CHARACTERS)
    lines = "\n".join(f"> {line}".rstrip() for line in kept.splitlines())
    return f"{quoted_as(name)}\n>\n{lines}\n\n"


def quoted_as(name: str) -> str:
    """The head of a quote: who wrote it."""
    return f"> **{name}** :"


def clean_text(text: str) -> str:
    """Line ends as one character, as the page counts them; no space around the whole, nor marks
    that turn a line around."""
    return without_hidden(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_words(text: str) -> bool:
    """False for signs, pictures, or the same few letters again and again."""
    letters = {char for char in fold(text) if char.isalnum()}
    return len(letters) >= FEWEST_LETTERS


def same_text(one: str, other: str) -> bool:
    """True when two texts say the same, case, accents and punctuation apart."""
    return normalise(one) == normalise(other)


NO_WORDS: Final = (
    "Nous n’y lisons pas de phrase. Écrivez avec des mots : des dessins, ou une lettre répétée, "
    "ne suffisent pas pour qu’on vous comprenne."
)


def check_words(text: str) -> None:
    """Raises ValidationError for a text that says nothing."""
    if not has_words(text):
        raise ValidationError(NO_WORDS, code="no_words")


class PostField(forms.CharField):
    """A long text; line ends count as one character, as in the counter of the browser."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")
