"""The finder: one pass over a text, disguises taken off first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from communaute.moderation.prescreening.personal.disguises import undisguise

from . import accounts, addresses, phones

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


def mail_spans(text: str) -> Iterator[tuple[int, int]]:
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


class Kind(StrEnum):
    """What a piece of text says of somebody; its value is what people read."""

    PHONE = "téléphone"
    EMAIL = "adresse électronique"
    BANK = "coordonnées bancaires"
    NATIONAL = "numéro de sécurité sociale"
    DOOR = "code d’entrée"
    ADDRESS = "adresse postale"

    @property
    def removed(self) -> str:
        """What stands in the place of what was taken out."""
        feminine = self in {Kind.EMAIL, Kind.ADDRESS}
        plural = "s" if self is Kind.BANK else ""
        return f"[{self.value} retiré{'es' if plural else 'e' if feminine else ''}]"


@dataclass(frozen=True)
class Found:
    """A piece of the typed text, `text[start:end]`, and what it is."""

    kind: Kind
    start: int
    end: int
    text: str


type Span = tuple[int, int]

# In this order: what an earlier one took, a later one does not see.
_FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...] = (
    (Kind.EMAIL, mail_spans),
    (Kind.BANK, accounts.bank_spans),
    (Kind.NATIONAL, accounts.national_spans),
    (Kind.DOOR, addresses.door_spans),
    (Kind.PHONE, phones.personal_spans),
    (Kind.ADDRESS, addresses.spans),
)
_CONTACTS: tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...] = (
    (Kind.EMAIL, mail_spans),
    (Kind.PHONE, phones.spans),
)


def find(text: str, *, passing: Collection[str] = ()) -> list[Found]:
    """Personal data of the text, in its order; none twice.

    `passing`: phones, addresses and domains (« @ville.fr ») that organisations publish, however
    they are spaced or capitalised. Public services' own (« .gouv.fr », numbers in 08) pass too.
    """
    same = {same_contact(one) for one in passing}
    domains = tuple(one.casefold() for one in passing if one.startswith("@"))
    return [one for one in _found(text, _FINDERS) if not _passes(one, same, domains)]


def find_contacts(text: str) -> list[Found]:
    """Every phone and e-mail of the text, whoever's they are: also the doubtful ones."""
    return _found(text, _CONTACTS)


def remove(text: str, found: Iterable[Found]) -> str:
    """The text with each of these replaced by what it was: « [téléphone retiré] »."""
    for one in sorted(found, key=lambda piece: piece.start, reverse=True):
        text = f"{text[: one.start]}{one.kind.removed}{text[one.end :]}"
    return text


def same_contact(contact: str) -> str:
    """One spelling of a phone (its nine last figures) or of an address."""
    plain = undisguise(contact).text
    if "@" in plain:
        return "".join(plain.split()).casefold()
    return "".join(one for one in plain if one.isdigit())[-9:]


def _found(
    text: str, finders: Iterable[tuple[Kind, Callable[[str], Iterator[Span]]]]
) -> list[Found]:
    plain = undisguise(text)
    left = plain.text
    found = []
    for kind, spans in finders:
        for start, end in list(spans(left)):
            if "\0" in left[start:end]:
                continue
            # Figures taken once are no longer figures: they are no other data.
            left = left[:start] + "\0" * (end - start) + left[end:]
            first, last = plain.typed(start, end)
            found.append(Found(kind, first, last, text[first:last]))
    return sorted(found, key=lambda one: one.start)


def _passes(found: Found, same: Collection[str], domains: tuple[str, ...]) -> bool:
    if found.kind is Kind.EMAIL:
        address = spelled(undisguise(found.text).text)
        return (
            address in same or is_public(address) or (bool(domains) and address.endswith(domains))
        )
    return found.kind is Kind.PHONE and same_contact(found.text) in same
