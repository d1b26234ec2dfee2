"""The finder: one pass over a text, disguises taken off first."""

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


class PersonalKind(StrEnum):
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
        feminine = self in {PersonalKind.EMAIL, PersonalKind.ADDRESS}
        plural = "s" if self is PersonalKind.BANK else ""
        return f"[{self.value} retiré{'es' if plural else 'e' if feminine else ''}]"


@dataclass(frozen=True)
class Found:
    """A piece of the typed text, `text[start:end]`, and what it is."""

    kind: PersonalKind
    start: int
    end: int
    text: str


type Span = tuple[int, int]

# In this order: what an earlier one took, a later one does not see.
_FINDERS: tuple[tuple[PersonalKind, Callable[[str], Iterator[Span]]], ...] = (
    (PersonalKind.EMAIL, mail_spans),
    (PersonalKind.BANK, accounts.bank_spans),
    (PersonalKind.NATIONAL, accounts.national_spans),
    (PersonalKind.DOOR, addresses.door_spans),
    (PersonalKind.PHONE, phones.personal_spans),
    (PersonalKind.ADDRESS, addresses.spans),
)
_CONTACTS: tuple[tuple[PersonalKind, Callable[[str], Iterator[Span]]], ...] = (
    (PersonalKind.EMAIL, mail_spans),
    (PersonalKind.PHONE, phones.spans),
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
    text: str, finders: Iterable[tuple[PersonalKind, Callable[[str], Iterator[Span]]]]
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
    if found.kind is PersonalKind.EMAIL:
        address = spelled(undisguise(found.text).text)
        return (
            address in same or is_public(address) or (bool(domains) and address.endswith(domains))
        )
    return found.kind is PersonalKind.PHONE and same_contact(found.text) in same


# What a text tells of somebody that moderators should see, though it does not stop it.
#
# A debt, an illness, an accusation of a named person; a number plate, a password, a date of birth.
# Words alone cannot tell a slander from a thanks: nothing here is refused nor taken out.


class Delicate(StrEnum):
    """What a text may tell of somebody; its value is what moderators read."""

    DEBT = "dette"
    HEALTH = "santé"
    ACCUSATION = "accusation"
    PLATE = "plaque d’immatriculation"
    PASSWORD = "mot de passe"  # noqa: S105 - what is looked for, not a secret
    BIRTH = "date de naissance"


# « Monsieur Durand », « Mme P. Martin »: without a civility, a capital may begin any sentence.
_PERSON = (
    r"\b(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.?\s"
    r"(?!(?:le|la|les)\s)(?-i:[A-Z])[\w'’-]*(?:\.?\s(?-i:[A-Z])[\w'’-]+){0,2}"
)
_NEAR = r"[^.!?\n]{0,60}?"
_DEBT = (
    r"(?:ne\s(?:paie|paye|peut)\s?(?:plus|pas)|n.a\s(?:pas|jamais|rien)\s(?:paye|regle)|arrieres?|"
    r"impayes?|"
    r"surendett\w+|"
    r"doit\s(?:encore\s)?\d[\d\s]*(?:€|euros?)|dettes?|interdite?\sbancaire|mauvais\spayeur|"
    r"(?:va\setre|est)\ssaisie?|"
    r"touche\sle\srsa|au\srsa|en\sfaillite|expulse\w*|huissier)"
)
_HEALTH = (
    r"(?:cancer|psychiatri\w+|hospitalise\w*|handicap\w*|alzheimer|depressi\w+|enceinte|"
    r"alcooli\w+|diabet\w+|"
    r"avc|parkinson|"
    r"sida|sero\w+|toxicoman\w+|drogue\w*|schizophren\w+|bipolaire|maladie|malade|chimio\w*|"
    r"infarctus|epilep\w+|"
    r"en\sarret\smaladie|sous\s(?:tutelle|curatelle))"
)
_ACCUSATION = (
    r"(?:a\svole\b|vole(?:ur|use)s?\b|escroc\w*|detourne\w*|pots?[-\s]de[-\s]vin|falsifi\w+|"
    r"(?:bat|frappe|harcele|menace|agresse)\s(?:sa|son|ses|les|le|la)\b|fraude\w*|condamnee?\b|"
    r"sous[-\s]loue|triche\w*|"
    r"corromp\w+|magouill\w*|s.est\sfait\sacheter|achetee?\spar|corruption|arnaqu\w+|malhonnete|"
    r"mafieu\w*|pedophil\w*|violent\w*|menteu\w+|"
    r"a\smenti\b)"
)
_ABOUT_A_PERSON = {
    Delicate.DEBT: re.compile(_PERSON + _NEAR + rf"\b{_DEBT}", re.IGNORECASE),
    Delicate.HEALTH: re.compile(_PERSON + _NEAR + rf"\b{_HEALTH}\b", re.IGNORECASE),
    Delicate.ACCUSATION: re.compile(_PERSON + _NEAR + rf"\b{_ACCUSATION}", re.IGNORECASE),
}
# Said of the building first: « saisi » the flat « de M. Petit ».
_DEBT_OF = re.compile(rf"\b(?:dettes?|impayes?)\s(?:de|du)\s{_PERSON}", re.IGNORECASE)
# Plates since 2009, without the letters they never have; those before, after a word that says so.
_PLATE = re.compile(
    r"(?<![\w-])(?P<one>(?-i:[A-HJ-NP-TV-Z]{2}))(?P<sign>[\s-]?)\d{3}(?P=sign)(?-i:[A-HJ-NP-TV-Z]{2})(?![\w-])"
)
_OLD_PLATE = re.compile(
    r"\b(?:voiture|vehicule|auto|camion\w*|moto|scooter|gare\w*|immatricul\w+|"
    r"plaque)\b[^.!?\n]{0,40}?"
    r"(?<!\d)\d{2,4}\s?(?-i:[A-Z]{2,3})\s?\d{2}(?!\d)",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:parcelle|section|modele|pompe|serie|reference|ref|batiment|registre|nacelle|exemple)\b"
    r"[^.!?\n]{0,20}$",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b(?:mots?\sde\spasse|mdp|password|(?:code|cle)\s(?:du\s)?wi-?fi)\b(?:\s(?:du|de\sla|de\sl.|"
    r"de)\s?\w+)?\s?"
    r"(?:[:=]|,?\s?(?:c.est|est)\s?:?|«|\")?\s?[«\"]?\s?"
    r"(?=[^\s«»\"]*\d)(?=[^\s«»\"]*[A-Za-z])[^\s«»\"]{6,}",
    re.IGNORECASE,
)
_MONTH = r"(?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)\w*"
_DAY = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|(?:\d{{1,2}}|1er)\s{_MONTH}\.?\s\d{{4}})"
_BIRTH = re.compile(
    rf"\b(?:nee?s?\s(?:le|un)\s|date\sde\snaissance\b[^\d\n]{{0,10}}|ddn\b[^\d\n]{{0,5}}){_DAY}",
    re.IGNORECASE,
)
_WHOLE = {Delicate.PASSWORD: _PASSWORD, Delicate.BIRTH: _BIRTH}


def delicate(text: str) -> list[tuple[Delicate, str]]:
    """Each kind that the text seems to tell, once, with the words that say so."""
    plain = undisguise(text).text
    found: list[tuple[Delicate, str]] = []
    for kind, pattern in {**_ABOUT_A_PERSON, **_WHOLE}.items():
        if said := pattern.search(plain):
            found.append((kind, said[0]))
    if said := _DEBT_OF.search(plain):
        found.append((Delicate.DEBT, said[0]))
    if plate := _plate(plain):
        found.append((Delicate.PLATE, plate))
    return list(
        {kind: (kind, " ".join(words.split())) for kind, words in reversed(found)}.values()
    )[::-1]


def _plate(text: str) -> str:
    for found in _PLATE.finditer(text):
        if not _THING.search(text[max(0, found.start() - 40) : found.start()]):
            return found[0]
    old = _OLD_PLATE.search(text)
    return old[0] if old else ""
