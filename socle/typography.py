"""Spaces that French typography keeps on one line.

No line ends with « nor begins with a question mark: the space inside quotation marks and the one
before : ; ? ! % € is non-breaking (U+00A0).
"""

import re

NO_BREAK = "\u00a0"
_BEFORE = re.compile(r" (?=[:;?!»%€])")
_AFTER = re.compile(r"(?<=«) ")


def typography(text: str) -> str:
    """The same text with non-breaking spaces where French wants them.

    >>> typography("Qui ? « Moi »") == "Qui\\u00a0? «\\u00a0Moi\\u00a0»"
    True
    """
    return _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, text))
