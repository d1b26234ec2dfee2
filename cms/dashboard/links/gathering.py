"""The links of a page that lead to other sites."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page

from .addresses import BadAddress, cleaned

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def outgoing(page: Page) -> list[str]:
    """Addresses of other sites that a page (of its own class) leads to, each once, in order:
    links of rich texts, and fields or blocks that hold an address. One that may not be asked is
    left out."""
    ours = urlsplit(settings.BASE_URL).hostname
    found: dict[str, None] = {}
    for address in _addresses(get_serializable_data_for_fields(page)):
        try:
            url = cleaned(address)
        except BadAddress:
            continue
        if urlsplit(url).hostname != ours:
            found[url] = None
    return list(found)


def _addresses(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        if raw.startswith(("[", "{")):
            # A stream is kept as text.
            try:
                raw = json.loads(raw)
            except ValueError:
                return
        elif _ADDRESS.fullmatch(raw.strip()):
            yield raw
        elif "<a" in raw:
            links = _Links()
            links.feed(raw)
            yield from (link for link in links.found if _ADDRESS.match(link))
    if isinstance(raw, dict):
        raw = list(raw.values())
    if isinstance(raw, list):
        for one in raw:
            yield from _addresses(one)
