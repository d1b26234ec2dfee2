"""Where a figure may stand in a rich text, and the name under which editors cite it there."""

import re

from socle.facts.shape import FACT_TOKEN

# The name of the chips (`chips`) among the features of a rich text.
FEATURE = "fact"
LINK = re.compile(r"(<a\b.*?</a>)", re.DOTALL)


def cites_in_a_link(html: str) -> bool:
    """Whether a text has a figure inside of a link: a figure is itself a link to its source."""
    return any(FACT_TOKEN.search(link) for link in LINK.findall(html))
