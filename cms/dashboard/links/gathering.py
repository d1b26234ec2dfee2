"""The links of a page that lead to other sites."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page

from ...numbers import LINK_MAX

PORTS = {"http": 80, "https": 443}
_TRICKS = re.compile(r"[\\\s\x00-\x1f\x7f]")
# IPv6 addresses that stand for an IPv4 one, which a gateway would reach.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# 6to4 and Teredo lead wherever their relay says; both are dead.
_TUNNELS = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))


class BadAddress(ValueError):
    """An address that is not asked."""


def cleaned(url: str) -> str:
    """The address as it is asked: in ASCII, without its fragment.

    Raises BadAddress unless it is http or https, on port 80 or 443, with neither name nor password.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise BadAddress from error
    is_open = parts.scheme in PORTS and port in {None, *PORTS.values()}
    if not name or not is_open or "@" in parts.netloc or _TRICKS.search(url):
        raise BadAddress
    netloc = f"[{name}]" if ":" in name else name
    if port not in {None, PORTS[parts.scheme]}:
        netloc = f"{netloc}:{port}"
    asked = iri_to_uri(urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")))
    if len(asked) > LINK_MAX:
        raise BadAddress
    return asked


def is_public(ip: str) -> bool:
    """Whether an address of the network is one that anybody on the Internet reaches."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address.scope_id or any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


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
