"""Full postal addresses of persons: a number, a street, and a town (or somebody's home)."""

import re
from collections.abc import Iterator

_KIND = (
    r"(?:rue|avenue|av\.?|ave\.?|boulevard|boul\.?|bd\.?|bvd\.?|place|pl\.?|allees?|chemin|ch\.|"
    r"impasse|imp\.?"
    r"|quai|cours|square|sq\.?|route|rte\.?|passage|sente|sentier|montee|villa|hameau|lotissement|"
    r"cite|faubourg"
    r"|fbg\.?|promenade|esplanade|mail|traverse|venelle|residence|lieu[- ]dit)"
)
_STREET = (
    rf"(?<![\w,.])(?<!\d\s)\d{{1,4}}(?:\s?(?:bis|ter|quater|"
    rf"[a-dA-D](?=[\s,])))?(?:\s?[-–/]\s?\d{{1,4}})?"
    rf"\s?,?\s{_KIND}\s(?!(?:de\s)?(?:parking|stationnement|marche|chauffe|chauffage|reseau|eau)\b)"
    r"(?:(?![,;:.!?()\n]|\s(?:est|sont|a|à|ont|et|ou|au|aux|dans|pour|qui|que|avec)\s|"
    r"\b\d{5}\b).){2,50}"
)
_NAME = r"(?-i:[A-Z])[\w'’-]+(?:[ -](?-i:[A-Z])[\w'’-]+)*"
_TOWN = (
    rf"(?:\s?[,\n(–-]?\s?(?:(?:a|au|aux)\s)?(?:\d{{2}}\s?\d{{3}}\s{_NAME}|\d{{5}}\b)"
    rf"|(?:,|\n|\s(?:a|au|aux))\s?{_NAME})"
)
# The number after the street (« rue des Tilleuls, au 12 »), or told in words before it.
_WAY = (
    r"(?:(?![,;:.!?()\n\d]|\s(?:est|sont|a|ont|et|ou|pour|qui|que|avec|n°|no|numero|au)\s).){2,40}"
)
_AFTER = re.compile(
    rf"\b{_KIND}\s{_WAY}\s?,?\s(?:(?:au|le)\s)?(?:n°|no\b|numero)?\s?\d{{1,4}}(?:\s?(?:bis|ter))?"
    rf"(?P<town>\s?,?\s?\d{{2}}\s?\d{{3}}\s{_NAME})?"
    r"(?=\s*(?:[,.;:!?)\n]|$|a\s(?-i:[A-Z])))",
    re.IGNORECASE,
)
_TOLD = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    r"trente"
)
_OF_STREET = re.compile(
    rf"\b(?:(?:n°|numero|no)\s?)?(?:\d{{1,4}}(?:\s?(?:bis|ter))?\s(?:de\s(?:la\s|l.)?|du\s)|"
    rf"(?:{_TOLD})\s){_KIND}\s{_WAY}",
    re.IGNORECASE,
)
_FULL = re.compile(rf"{_STREET}{_TOWN}", re.IGNORECASE)
_ALONE = re.compile(_STREET, re.IGNORECASE)
# Said before or after, it is somebody's home even without its town.
_HOME = re.compile(
    r"\b(?:j.habite|nous habitons|habite|habitons|domicilie\w*|demeurant|chez (?:moi|lui|elle)"
    r"|chez (?:eux|nous)|mon adresse|son adresse|leur adresse|notre adresse|mon appartement"
    r"|residant|venez|passez"
    r"|(?:m|mr|mme|mlle|monsieur|madame)\.?\s(?-i:[A-Z])[\w'’-]+)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"^[\s,]{1,3}(?:appartement|appt?\.?|porte|bat(?:iment)?\.?|escalier|esc\.?|\d{1,2}\s?(?:er|e|"
    r"eme|nd)\s?etage)\b",
    re.IGNORECASE,
)
# Addresses people go to: offices, meetings. An organisation publishes its own.
_PUBLIC = re.compile(
    r"\b(?:mairie|hotel de ville|agences?|alec|ademe|espaces?|maison|salles?|permanences?|"
    r"guichet|siege|bureaux?|conference|atelier|reunion|metropole|prefecture|exploitant|"
    r"operateur|chaufferie|sous.station|ecole|gymnase|mediatheque|bibliotheque|accueil|"
    r"centre|association|syndic|cabinet|societe|adil|caue|tribunal|ministere|cnil|"
    r"defenseur|office|usine|poste|point info|forum|salon|visite|chantier|travaux)\b"
    r"[^.!?\n]{0,80}$",
    re.IGNORECASE,
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each address of a person is."""
    taken: list[tuple[int, int]] = []
    for start, end in _numbered(text):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
    yield from sorted(taken)


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for found in _FULL.finditer(text):
        if not _is_public(text, found):
            yield found.span()
            last = found.end()
    for found in (*_AFTER.finditer(text), *_OF_STREET.finditer(text)):
        has_town = "town" in found.re.groupindex and found["town"]
        if not _is_public(text, found) and (has_town or _is_home(text, found)):
            yield found.start(), found.start() + len(found[0].rstrip())
    for found in _ALONE.finditer(text):
        if found.start() < last or _is_public(text, found) or _FULL.match(text, found.start()):
            continue
        end = found.start() + len(found[0].rstrip())
        if _is_home(text, found) or _FLAT.match(text[end : end + 30]):
            yield found.start(), end


def _is_home(text: str, found: re.Match[str]) -> bool:
    return bool(_HOME.search(text[max(0, found.start() - 60) : found.start()]))


def _is_public(text: str, found: re.Match[str]) -> bool:
    return bool(_PUBLIC.search(text[max(0, found.start() - 100) : found.start()]))


_CODE = (
    r"(?P<code>[*#]?(?:[A-Z]\s?\d{2,6}|\d{2,5}\s?[A-Z]\s?\d{0,4}|\d{3,6}|\d{2}\s\d{2})[*#]?)"
    r"(?![\w-])"
)
_DOOR = (
    r"porte|entree|immeuble|portail|portillon|hall|acces|batiment|bat|garage|interphone|portier"
    r"|sas|cave|local|escalier|parking|residence|alarme|cle|cles|boite a cles?"
)
_SAYS = (
    r"\s*(?:d.entree|du bas|du hall)?"
    r"\s*(?:,?\s?(?:c.est|est|sont)\s(?:le\s|toujours\s(?:le\s)?)?|[:=])?\s*(?:le\s)?"
)
# Named as a door's, whatever it looks like.
_NAMED = re.compile(
    rf"\b(?:digicodes?|codes?\s(?:(?:de\sla|de\sl.|du|des?|d.|pour\sla|pour\sl.|"
    rf"pour\sle)\s?)?(?:{_DOOR}))\b"
    rf"[^\d\n.;!?]{{0,25}}?{_SAYS}\b(?<![\d.,]){_CODE}",
    re.IGNORECASE,
)
# Without that word: only a letter among figures, and not what the country calls a code.
_BARE = re.compile(
    rf"\bcodes?\s?(?:{_SAYS})(?P<code>[*#]?(?:[A-Z]\s?\d{{3,6}}|\d{{2,4}}[A-Z]\d{{1,4}}|"
    rf"[A-Z]\d{{2,4}}[A-Z])[*#]?)(?![\w-])",
    re.IGNORECASE,
)
# Figures alone, when the sentence is about getting in.
_FIGURES = re.compile(
    r"\bcodes?\s?(?:,?\s?(?:c.est|est|sont)\s(?:le\s)?|[:=]|"
    r"faites\s(?:le\s)?)?\s*(?P<code>\d{4,6}[A-Z]?[*#]?)(?![\w-])",
    re.IGNORECASE,
)
_GETTING_IN = re.compile(
    r"\b(?:entrer|entrez|rentrer|porte|hall|interphone|portail|digicode|sonne[rz]?|tapez|taper|"
    r"composez"
    r"|monter|montez|ouvre[rz]?|boite a cles?)\b",
    re.IGNORECASE,
)
_OTHER_CODE = re.compile(
    r"\b(?:reseaux?|identifiants?|insee|postal|postaux|naf|ape|promo|article|energie|civil|"
    r"monetaire"
    r"|rivoli|commune|produit|tarif|erreur|client)\b",
    re.IGNORECASE,
)
# « 3802C » is a network, of heat or cold (« F »); a digicode is said to be one.
_NETWORK = re.compile(r"\d{4}[CF]", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n]\s|\n")


def door_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each code is."""
    taken: set[tuple[int, int]] = set()
    for found in _NAMED.finditer(text):
        if not _is_year(found) and not _OTHER_CODE.search(found[0]):
            taken.add(found.span("code"))
    for found in _BARE.finditer(text):
        if not _OTHER_CODE.search(found[0]):
            taken.add(found.span("code"))
    for found in _FIGURES.finditer(text):
        around = _sentence(text, found.start(), found.end())
        other = _OTHER_CODE.search(around) or _NETWORK.fullmatch(found["code"])
        if _GETTING_IN.search(around) and not other and not _is_year(found):
            taken.add(found.span("code"))
    last = 0
    for start, end in sorted(taken):
        if start >= last:
            yield start, end
            last = end


def _is_year(found: re.Match[str]) -> bool:
    """« le digicode installé en 2019 »: a year, unless it is said to be the code."""
    said = re.search(r"[:=]\s*$|\best\s(?:le\s)?$", found[0][: found.start("code") - found.start()])
    before = found[0][: found.start("code") - found.start()]
    year = re.fullmatch(r"(?:19|20)\d\d", found["code"])
    return bool(year and not said and re.search(r"\b(?:en|depuis|de|fin|debut|annee)\s$", before))


def _sentence(text: str, start: int, end: int) -> str:
    before = list(_SENTENCE.finditer(text, 0, start))
    after = _SENTENCE.search(text, end)
    return text[before[-1].end() if before else 0 : after.start() if after else len(text)]
