"""What editors recommend, above the results of a search: read from the kept frame, no query."""

from socle.search.shortcuts import Shortcut
from socle.search.words import stems

from .reading import frame

LABEL = "Recommandé par la rédaction"


def recommended(query: str) -> list[Shortcut]:
    """Those of which one expression has all its words in the query, in the order of titles."""
    promotions = frame().promotions
    if not promotions:
        return []
    words = frozenset(stems(query))
    return [
        Shortcut(title=one.title, url=one.url, text=one.text, label=LABEL)
        for one in promotions
        if one.is_for(words)
    ]
