"""E-mail addresses, also those written in words: « monique arobase exemple point fr »."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AT = (
    r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|a|arobase?|chez)\s?[)\]}>]\s?|\s(?:at|arobase?)\s"
    r"|[-_](?:at|arobase)[-_])"
)
_DOT = (
    r"(?:\s?\.|\s?[(\[{<]\s?(?:dot|point|\.)\s?[)\]}>]\s?|\s(?:dot|point)\s"
    r"|[-_](?:dot|point)[-_])"
)
_BEFORE = r"[\w.+%]+(?:-(?!at-|arobase-)[\w.+%]+)*(?:\s(?:dot|point|tiret)\s[\w.+%-]+){0,3}"
_MAILBOXES = (
    "gmail|orange|wanadoo|free|hotmail|outlook|laposte|yahoo|sfr|icloud|proton|protonmail|live|msn"
)
_PATTERN = re.compile(
    rf"(?<![\w.+%-])(?:{_BEFORE}{_AT}[\w-]+?(?:{_DOT}[\w-]+?)*{_DOT}[a-z]{{2,}}(?![\w-]|\.\w)"
    r"|[\w.+%-]*[\w+%]\s?(?:@|\schez\s|\sarobase\s|\s?[(\[](?:at|chez)[)\]]\s?)\s?"
    rf"(?:{_MAILBOXES})(?:{_DOT}[a-z]{{2,3}})?(?![\w-]))",
    re.IGNORECASE,
)
# « en location chez Orange », « abonné chez Free » are no addresses: the name before has a mark.
_CHEZ = re.compile(r"\schez\s", re.IGNORECASE)
# The mailbox of a desk, under its own name of site, is nobody's own.
_OF_A_DESK = re.compile(
    r"(?:contact|accueil|infos?|mairie|secretariat|agence|conseil|energie|chaleur|service|"
    r"serviceclient|clients?|urbanisme|logement|habitat)[\w.-]{0,20}@"
    rf"(?!(?:{_MAILBOXES})\.)[\w.-]+\.[a-z]{{2,}}"
)
_PUBLIC = re.compile(r"@(?:[\w-]+\.)*(?:gouv\.fr|ademe\.fr|beta\.gouv\.fr)$")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each address is."""
    for found in _PATTERN.finditer(text):
        if _CHEZ.search(found[0]) and not re.search(r"[\d._+-]", _CHEZ.split(found[0])[0]):
            continue
        yield found.start(), found.end()


def spelled(address: str) -> str:
    """The address as a machine writes it."""
    address = re.sub(_DOT, ".", address.casefold())
    address = re.sub(_AT, "@", address, count=1)
    return "".join(address.split())


def is_public(address: str) -> bool:
    """Whether it is the address of a public service, or of a desk: published to be written to."""
    return bool(_PUBLIC.search(address) or _OF_A_DESK.fullmatch(address))
