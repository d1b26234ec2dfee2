"""Asking another site whether a page is still there: seldom, slowly, saying who we are.

Addresses come from editors and from the answers of other sites: the name is resolved here, every
address it has must be public, and the connection is made to one of those, not to the name again.
"""

import ipaddress
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page

from ..numbers import LINK_MAX
from ..site.destinations import TRICKS

PORTS = {"http": 80, "https": 443}
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
    if not name or not is_open or "@" in parts.netloc or TRICKS.search(url):
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


TIMEOUT_S = 5.0
# For one link, its redirections included.
LINK_S = 20.0
BETWEEN_S = 1.0
REDIRECTS_MAX = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What the desk says of a link that gives nothing.
TOO_LATE = "pas de réponse à temps"
REFUSED = "renvoie vers une adresse refusée"
TURNING = "trop de renvois"
UNKNOWN = "site introuvable"
UNSAFE = "connexion qui n’est pas sûre"
CLOSED = "connexion impossible"
NOT_PUBLIC = "adresse qui n’est pas publique"
_asked_at = float("-inf")


class NoAnswer(Exception):
    """Why a link gives nothing, in French."""


def failure_of(url: str) -> str:
    """Why this address fails, in French, or "" when its site answers. Never raises.

    A site that refuses robots (401, 403, 429…) is there: only a page that is gone, an error of the
    site or no answer at all are failures.
    """
    deadline = time.monotonic() + LINK_S
    status = 0
    try:
        for method in ("HEAD", "GET"):
            # Some sites know nothing of HEAD: what they say of it counts only when it is good.
            try:
                status = _followed(url, method, deadline)
            except HTTPException:
                status = 0
            if 0 < status < HTTPStatus.BAD_REQUEST:
                return ""
    except NoAnswer as why:
        return str(why)
    if not status:
        return "réponse illisible"
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return f"page introuvable ({status})"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status < 600:
        return f"erreur du site ({status})"
    return ""


def _followed(url: str, method: str, deadline: float) -> int:
    """The status at the end of the redirections. Raises NoAnswer, HTTPException."""
    for _ in range(REDIRECTS_MAX + 1):
        status, location = _asked(url, method, deadline)
        if status not in _REDIRECTS or not location:
            return status
        try:
            url = cleaned(urljoin(url, location))
        except ValueError:
            raise NoAnswer(REFUSED) from None
    raise NoAnswer(TURNING)


def _asked(url: str, method: str, deadline: float) -> tuple[int, str]:
    """Status and `Location` of one request. Nothing of the body is read."""
    _wait()
    parts = urlsplit(url)
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise NoAnswer(TOO_LATE)
    try:
        sock = connect(parts.hostname or "", parts.port or PORTS[parts.scheme])
        # A server that drips its answer would never reach the timeout of one reading. The socket is
        # doubled: TLS takes the first one over.
        handle = sock.dup()
        watch = Timer(remaining, _cut, [handle])
        watch.daemon = True
        watch.start()
        try:
            if parts.scheme == "https":
                sock = _tls().wrap_socket(sock, server_hostname=parts.hostname)
            return _answered(sock, parts.netloc, method, url)
        finally:
            watch.cancel()
            handle.close()
            sock.close()
    except HTTPException:
        if time.monotonic() >= deadline:
            raise NoAnswer(TOO_LATE) from None
        raise
    except TimeoutError:
        raise NoAnswer(TOO_LATE) from None
    except (socket.gaierror, UnicodeError):
        raise NoAnswer(UNKNOWN) from None
    except ssl.SSLError:
        raise NoAnswer(UNSAFE) from None
    except OSError:
        raise NoAnswer(CLOSED) from None


def _answered(sock: socket.socket, host: str, method: str, url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection = HTTPConnection(host)
    connection.sock = sock
    headers = {
        "Host": host,
        "User-Agent": f"Verification-des-liens (+{settings.BASE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }
    connection.request(method, target, headers=headers)
    with connection.getresponse() as response:
        return response.status, response.headers.get("Location", "")


def connect(host: str, port: int) -> socket.socket:
    """A connection to a public address of this host. Raises NoAnswer when one of its addresses is
    not public, OSError when none answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ips = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not ips or not all(is_public(ip) for ip in ips):
        raise NoAnswer(NOT_PUBLIC)
    problem: OSError = OSError()
    for ip in ips[:2]:
        try:
            sock = socket.create_connection((ip, port), timeout=TIMEOUT_S)
        except OSError as error:
            problem = error
            continue
        if not is_public(str(sock.getpeername()[0])):
            sock.close()
            raise NoAnswer(NOT_PUBLIC)
        return sock
    raise problem


def _wait() -> None:
    """Leave a second between two requests, whatever their sites."""
    global _asked_at
    time.sleep(max(0.0, min(BETWEEN_S, _asked_at + BETWEEN_S - time.monotonic())))
    _asked_at = time.monotonic()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


@lru_cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
