"""Spaces that French typography keeps on one line, and one full stop after « Robert C. ».

No line ends with « nor begins with a question mark: the space inside quotation marks and the one
before : ; ? ! % € is non-breaking (U+00A0), like the one between a number and its m or its kW.
Nobody has to type it: whole pages and mails are typeset once, on their way out (`typeset_html`,
`typography`).
"""

import re

NBSP = "\u00a0"
_UNIT = r"(?:k?m|[kMG]Wh?)\b"
_SPACES = re.compile(rf"(?<=«) +| +(?=[:;?!»%€])|(?<=\d) +(?={_UNIT})")
# In HTML, a line break is a space too.
_HTML_SPACES = re.compile(rf"(?<=«)[ \t\r\n]+|[ \t\r\n]+(?=[:;?!»%€])|(?<=\d)[ \t\r\n]+(?={_UNIT})")
# « à Robert C.. »: an initial brings its own full stop to the end of a sentence.
_TWO_STOPS = re.compile(r"(?<=\b[A-ZÀ-ÖØ-Þ])\.\.(?!\.)")
# Most texts between two tags have none: they are passed over, which halves the time.
_MARKS = re.compile(rf"[«:;?!»%€]|\d\s+{_UNIT}")
# Tags with their attributes, comments, what people type and what machines read: left alone.
_LEFT_ALONE = re.compile(
    r"(<(?:script|style|textarea|pre|code)\b[\s\S]*?</(?:script|style|textarea|pre|code)\s*>"
    r"|<!--[\s\S]*?-->|<[^>]*>)",
    re.IGNORECASE,
)


def typography(text: str) -> str:
    """The same plain text with non-breaking spaces where French wants them, and one full stop
    after an initial.

    >>> typography("Qui ? « Moi »") == "Qui\\u00a0? «\\u00a0Moi\\u00a0»"
    True
    """
    return _TWO_STOPS.sub(".", _SPACES.sub(NBSP, text))


def typeset_html(html: str) -> str:
    """The same HTML, its texts as `typography` writes them; tags and forms are left alone.

    >>> typeset_html('<a title="Qui ?">Qui ?</a>') == '<a title="Qui ?">Qui\\u00a0?</a>'
    True
    """
    parts = _LEFT_ALONE.split(html)
    parts[::2] = [
        _HTML_SPACES.sub(NBSP, text) if _MARKS.search(text) else text for text in parts[::2]
    ]
    if ".." in html:
        parts[::2] = [_TWO_STOPS.sub(".", text) for text in parts[::2]]
    return "".join(parts)
