"""The text of a mail that has only HTML, without the mail it answers where its marks tell it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ITEM = "- "
_SKIPPED = {"script", "style", "head", "title", "blockquote"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"}
_LINES = {
    "p",
    "li",
    "div",
    "br",
    "tr",
    "table",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "pre",
    "section",
}
# Marks of the mail answered, or of the signature: what is inside is left out.
_QUOTES = (
    *("gmail_quote", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature"),
    *("yahoo_quoted", "protonmail_quote", "ms-outlook-mobile-reference-message"),
)
# From this mark on, all is the mail answered: Outlook, Free and La Poste (Zimbra).
_ENDS = ("divrplyfwdmsg", "appendonsend", "zwchr", "stopspelling", "reply-intro")
# Outlook's mark of a signature: left out, and told as one is that begins by two dashes.
_SIGNATURE = "signature"


def text_of(html: str) -> str:
    """The text, one line a paragraph; "" for what cannot be read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        # Tags open inside what is left out, from the one that began it.
        self._left_out: list[str] = []
        self._ended = False
        self._is_new_line = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        marks = f"{named.get('class') or ''} {named.get('id') or ''}".lower()
        if any(mark in marks.split() for mark in _ENDS):
            self._ended = True
        if self._left_out:
            if tag not in _VOID:
                self._left_out.append(tag)
            return
        if _SIGNATURE in marks.split() and not self._ended:
            self.parts.append("\n-- \n")
            self._is_new_line = True
        if tag not in _VOID and (tag in _SKIPPED or any(mark in marks for mark in _QUOTES)):
            self._left_out.append(tag)
        elif not self._ended:
            self._break(tag, is_tight="mso" in marks)
            if tag == "li":
                self.parts.append(ITEM)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            # Tags left open inside are closed with it, as browsers do.
            last = len(self._left_out) - 1 - self._left_out[::-1].index(tag)
            del self._left_out[last:]
        elif not self._left_out and not self._ended and tag != "br":
            self._break(tag, is_tight=True)

    def handle_data(self, data: str) -> None:
        if not self._left_out and not self._ended:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))
            self._is_new_line = self._is_new_line and not data.strip(" \t\r\n")

    def _break(self, tag: str, *, is_tight: bool) -> None:
        """Outlook makes a paragraph of each line: its own are not set apart (`is_tight`)."""
        if tag == "br" or (tag in _LINES and not self._is_new_line):
            self.parts.append("\n")
            self._is_new_line = True
        if tag == "p" and not is_tight and self.parts and self.parts[-1] != ITEM:
            self.parts.append("\n")
