"""Full postal addresses of persons: a number, a street, and a town (or somebody's home)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KIND = (
    r"(?:rue|avenue|av\.?|ave\.?|boulevard|boul\.?|bd\.?|bvd\.?|place|pl\.?|allees?|chemin|ch\.|impasse|imp\.?"
    r"|quai|cours|square|sq\.?|route|rte\.?|passage|sente|sentier|montee|villa|hameau|lotissement|cite|faubourg"
    r"|fbg\.?|promenade|esplanade|mail|traverse|venelle|residence|lieu[- ]dit)"
)
_STREET = (
    rf"(?<![\w,.])(?<!\d\s)\d{{1,4}}(?:\s?(?:bis|ter|quater|[a-dA-D](?=[\s,])))?(?:\s?[-–/]\s?\d{{1,4}})?"
    rf"\s?,?\s{_KIND}\s(?!(?:de\s)?(?:parking|stationnement|marche|chauffe|chauffage|reseau|eau)\b)"
    r"(?:(?![,;:.!?()\n]|\s(?:est|sont|a|à|ont|et|ou|au|aux|dans|pour|qui|que|avec)\s|\b\d{5}\b).){2,50}"
)
_NAME = r"(?-i:[A-Z])[\w'’-]+(?:[ -](?-i:[A-Z])[\w'’-]+)*"
_TOWN = (
    rf"(?:\s?[,\n(–-]?\s?(?:(?:a|au|aux)\s)?(?:\d{{2}}\s?\d{{3}}\s{_NAME}|\d{{5}}\b)"
    rf"|(?:,|\n|\s(?:a|au|aux))\s?{_NAME})"
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
    r"^[\s,]{1,3}(?:appartement|appt?\.?|porte|bat(?:iment)?\.?|escalier|esc\.?|\d{1,2}\s?(?:er|e|eme|nd)\s?etage)\b",
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
    last = 0
    for found in _FULL.finditer(text):
        if not _is_public(text, found):
            yield found.span()
            last = found.end()
    for found in _ALONE.finditer(text):
        if found.start() < last or _is_public(text, found) or _FULL.match(text, found.start()):
            continue
        at_home = _HOME.search(text[max(0, found.start() - 60) : found.start()])
        end = found.start() + len(found[0].rstrip())
        if at_home or _FLAT.match(text[end : end + 30]):
            yield found.start(), end


def _is_public(text: str, found: re.Match[str]) -> bool:
    return bool(_PUBLIC.search(text[max(0, found.start() - 100) : found.start()]))
