"""Spaces that French typography keeps on one line.

No line ends with « nor begins with a question mark: the space inside quotation marks and the one
before : ; ? ! % € is non-breaking (U+00A0). Nobody has to type it: whole pages and mails are
typeset once, on their way out (`typeset_html`, `typography`).
"""

import re

NO_BREAK = "\u00a0"
_SPACES = re.compile(r"(?<=«) +| +(?=[:;?!»%€])")
# In HTML, a line break is a space too.
_HTML_SPACES = re.compile(r"(?<=«)[ \t\r\n]+|[ \t\r\n]+(?=[:;?!»%€])")
# Most texts between two tags have none: they are passed over, which halves the time.
_MARKS = re.compile("[«:;?!»%€]")
# Tags with their attributes, comments, what people type and what machines read: left alone.
_LEFT_ALONE = re.compile(
    r"(<(?:script|style|textarea|pre|code)\b[\s\S]*?</(?:script|style|textarea|pre|code)\s*>"
    r"|<!--[\s\S]*?-->|<[^>]*>)",
    re.IGNORECASE,
)


def typography(text: str) -> str:
    """The same plain text with non-breaking spaces where French wants them.

    >>> typography("Qui ? « Moi »") == "Qui\\u00a0? «\\u00a0Moi\\u00a0»"
    True
    """
    return _SPACES.sub(NO_BREAK, text)


def typeset_html(html: str) -> str:
    """The same HTML with non-breaking spaces in its texts; tags and forms are left alone.

    >>> typeset_html('<a title="Qui ?">Qui ?</a>') == '<a title="Qui ?">Qui\\u00a0?</a>'
    True
    """
    parts = _LEFT_ALONE.split(html)
    parts[::2] = [
        _HTML_SPACES.sub(NO_BREAK, text) if _MARKS.search(text) else text for text in parts[::2]
    ]
    return "".join(parts)
