"""What stands under a text and is not its answer: signatures, legal notices, advertisements.

A line that may be a sentence is never a signature's: it is kept, wherever it stands.
"""

import re

_RULE = re.compile(r"^\s*[_=\u2014-]{5,}\s*$")
_DASHES = re.compile(r"^--\s*$")
_DEVICES = (
    r"iphone|ipad|mac\w*|apple|mobile|smartphone|t[ée]l[ée]phone|portable|tablette|appareil|"
    r"galaxy|samsung|"
    r"huawei|honor|xiaomi|redmi|poco|oppo|oneplus|pixel|sony|xperia|nokia|motorola|moto|wiko|"
    r"blackberry|"
    r"windows|android|fairphone|asus|lg|htc|ordinateur|pc"
)
_PROGRAMS = (
    r"yahoo|outlook|proton|gmail|spark|bluemail|typeapp|aqua ?mail|k-9|fairemail|thunderbird|"
    r"courrier|mailo|"
    r"free|orange|sfr|la ?poste|bouygues|zimbra|canary|airmail|edison|mailspring|tuta(?:nota)?|"
    r"infomaniak|"
    r"hotmail|aol|webmail"
)
_LINK = r"\s*(?:[\[(<]+\s*https?://\S+)?"
# What phones, mailboxes and antivirus programs add. « Envoyé par recommandé » is somebody's words.
_MACHINE = re.compile(
    r"^\s*[\[(<*_]*(?:"
    rf"envoy(?:é|er|ée)\s+(?:de|depuis|à\s+partir\s+de|avec|via)\s+(?:mon|ma|un|"
    rf"une)\s+(?:{_DEVICES})\b.{{0,90}}|"
    r"envoy(?:é|er|ée)\s+(?:de|depuis|à\s+partir\s+de|avec|via)\s+(?:l.app\w*|"
    r"la\s+messagerie)\b.{0,90}|"
    r"envoy(?:é|er|ée)\s+(?:de|depuis|à\s+partir\s+d.|à\s+partir\s+de|avec|via|par)\s?[\[(<*]*"
    rf"(?:{_PROGRAMS})\b(?:\s*(?:mail|messagerie|pour|sur|for|on|via|mobile|android|"
    rf"ios)\b.{{0,60}})?{_LINK}[\s.)\]>]*|"
    r"sent\s+(?:from|with|via)\b.{0,90}|"
    r"(?:télécharge[rz]?|obten(?:ir|ez)|get|installez?)\s+\[?(?:outlook|blue\s?mail|yahoo|"
    r"typeapp)\b.{0,120}|"
    r"(?:android|ios)\s*<https?://aka\.ms\S*>|"
    r"provenance\s*:\s*courrier\b.{0,60}|(?:sans|garanti sans)\s+virus\b.{0,120}|"
    r"yahoo\s+mail\s*:.{0,120}|une messagerie gratuite, garantie à vie.{0,90}|"
    r"je crée ma boîte mail.{0,60}|"
    r"cet e-?mail a été vérifié par.{0,80}|(?:https?://)?(?:www\.)?avast\.com\S*|"
    r"https?://ipmcdn\.avast\S*|"
    r"https?://(?:aka\.ms|overview\.mail\.yahoo)\S*|#[\da-f-]{20,}>)[>\])*_]*\s*$",
    re.IGNORECASE,
)
_NAMES = r"(?:[^\W\d_][\w.'’-]*[\s.]*){0,4}"
# A closing formula alone on its line: what follows it is a name, a role, an address, a phone.
_CLOSING = re.compile(
    r"^\s*(?:(?:(?:bien|très)\s+)?(?:cordialement|amicalement|sincèrement|respectueusement|cdl?t|"
    r"(?:sincères|meilleures|respectueuses|cordiales)\s+salutations|salutations(?:\s+distinguées)?|"
    rf"bien\s+à\s+vous|(?:best|kind)\s+regards)\b[\s,.!]*{_NAMES}|"
    r"(?:je|nous)\s+vous\s+prie\w*\b.{0,60}\b(?:agréer|croire|recevoir|accepter)\b.{0,140}|"
    r"(?:veuillez|recevez)\b.{0,60}\b(?:salutations|sentiments|considération)\b.{0,40})$",
    re.IGNORECASE,
)
# Said to somebody: followed by a name alone.
_WISH = re.compile(
    r"^\s*(?:(?:très\s+)?(?:bonne|belle|excellente)\s+(?:journée|soirée|semaine|fin de \w+|"
    r"réception))"
    r"(?:\s+à\s+(?:vous|tous|toutes))?[\s,.!]*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^\s*(?:(?:un\s+grand\s+|grand\s+)?merci(?:\s+(?:d.avance|par\s+avance|beaucoup|encore|"
    r"à\s+vous|à\s+tous))?)[\s,.!]*$",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:mr?|mme|mlle|dr|me)\.?\s+)?"
_PERSON = re.compile(
    rf"^[\s*_]*{_TITLE}[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){{0,3}}[\s*_,.]*$", re.IGNORECASE
)
_PARTICLE = re.compile(r"\b(?:de|du|la|le|et)\b")
_SMALL = re.compile(r"(?<![\w'’-])[a-zà-ÿ]")
_CONTACT = re.compile(
    r"\b(?:t[ée]l|fax|port|mob|mobile|t[ée]l[ée]phone)\b|(?:\+33|\b0\d)(?:[\s.-]?\d){8}\b|"
    r"[\w.+-]+@[\w-]+\.\w+|"
    r"\bwww\.|\b\d{5}\s+[A-ZÀ-Þ]|\bau capital de\b|\bsiège social\b|\br\.?c\.?s\.? |\bsiret\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:gestionnaire|assistante?|directeur|directrice|responsable|chargée?|président\w*|"
    r"conseill\w+|"
    r"ingénieure?|technicien\w*|syndic|cabinet|service|direction|membre|secrétaire|comptable)\b",
    re.IGNORECASE,
)
# Whose telephone is given on purpose, said just before it.
_GIVEN = re.compile(
    r":\s*$|\b(?:coordonnées|contact\w*|joindre|appel\w+|écri\w+|adress\w+|entreprise|artisan|"
    r"voici|installateur)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^[\s*_]*(?:(?:ce|cet|le\s+présent)\s+(?:message|courriel|mail|e-?mail|courrier)|"
    r"(?:les|l.)\s?informations?\s+contenues?|avertissement|confidentialité|"
    r"avis\s+de\s+confidentialité|"
    r"toute\s+(?:utilisation|diffusion|publication|copie)|si\s+vous\s+(?:avez\s+reçu|recevez|"
    r"n.êtes\s+pas)|"
    r"this\s+(?:e-?mail|message)|the\s+information\s+contained|if\s+you\s+(?:have\s+received|"
    r"are\s+not)|disclaimer)\b",
    re.IGNORECASE,
)
_OF_NOTICES = re.compile(
    r"confiden\w+|destinataire|par erreur|expéditeur|émetteur|pièces? jointes?|"
    r"fichiers? (?:attachés|joints)|"
    r"recipient|in error|addressed|interdite?s?|non autorisée|intention exclusive|détruire|"
    r"supprimer",
    re.IGNORECASE,
)
_GREEN = re.compile(
    r"^[\s*_P]*(?:pensez\s+à\s+(?:l.environnement|imprimer)|n.imprimez|avant\s+d.imprimer|"
    r"merci\s+de\s+n.imprimer|devez-vous (?:vraiment )?imprimer|"
    r"(?:adoptez|ayez)\s+l.éco|please\s+consider\s+the\s+environment)\b.{0,140}$",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(
    r"^\s*(?:p\.?\s?-?\s?s\.?|n\.?b\.?|post-scriptum)\b\s*[.:–-]?\s", re.IGNORECASE
)
# Words of sentences, which names, roles and addresses do without.
_SAID = re.compile(
    r"(?<![\w'’-])(?:je|j['’]\w+|nous|vous|il|ils|elle|elles|on|c['’]\w+|est|sont|était|sera|ai|"
    r"avons|avez|ont|"
    r"a\s+été|n['’]\w+|pas|plus|que|qu['’]\w+|qui|si|mais|oui|non|donc|car|aussi|peut|faut|"
    r"merci)(?![\w’'-])|"
    r"€|\bkwh\b|\beuros?\b|%|\?",
    re.IGNORECASE,
)
_SIGNED_LINES = 25
_SIGNED_LENGTH = 110
_FORMULA_LENGTH = 200
_SHORT_SENTENCE = 5
_NOTICE_LENGTH = 60
_NOTICE_LINES = 20


def unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without signature, notices and advertisements; and those left out that a person
    may have typed, to be told to them."""
    dashes = next((i for i, line in enumerate(lines) if _DASHES.match(line)), len(lines))
    lines, under = trimmed(_without_notices(lines[:dashes])), lines[dashes + 1 :]
    parts: list[list[str]] = []
    left_out: list[str] = []
    # True for a line that may be a signature's, None for an empty one.
    marks = [_is_signed(line) if line.strip() else None for line in lines]
    begun = number = 0
    while number < len(lines):
        if (signature := _signature(lines, marks, number)) is None:
            number += 1
            continue
        start, end = signature
        parts.append(lines[begun:start])
        left_out += _typed(lines, start, end)
        begun = number = end
    parts.append(lines[begun:])
    if len(parts) == 1 and (start := _unannounced(lines)) is not None:
        parts, left_out = [lines[:start]], lines[start:]
    kept = [part for part in map(trimmed, parts) if part]
    joined = [line for part in kept for line in ["", *part]][1:]
    return joined, [line for line in left_out + under if line.strip() and not _MACHINE.match(line)]


def _signature(lines: list[str], marks: list[bool | None], number: int) -> tuple[int, int] | None:
    """The signature announced by the formula at this line: its first line, and the one after it;
    None when it is no formula, or when a sentence follows."""
    line = lines[number]
    if len(line) > _FORMULA_LENGTH:
        return None
    is_closing, is_thanks = bool(_CLOSING.match(line)), bool(_THANKS.match(line))
    if not (is_closing or is_thanks or _WISH.match(line) or _MACHINE.match(line)):
        return None
    first = next((i for i in range(number + 1, len(lines)) if marks[i] is not None), len(lines))
    follows = lines[first] if first < len(lines) else ""
    if (follows and not marks[first]) or (not is_closing and not _is_person(follows)):
        return None
    end, signed = first, 0
    while end < len(lines) and marks[end] is not False:
        signed += marks[end] is not None
        if signed > _SIGNED_LINES:
            return None
        end += 1
    # Thanks are said: only the name under them goes.
    return number + is_thanks, end


def _typed(lines: list[str], start: int, end: int) -> list[str]:
    """What is told of a signature: neither its formula, nor the name alone that stands under it."""
    if not _CLOSING.match(lines[start]):
        return lines[start:end]
    under = [line for line in lines[start + 1 : end] if line.strip()]
    return [] if len(under) == 1 and _is_person(under[0]) else under


def _is_signed(line: str) -> bool:
    """Whether a line may be of a signature: no sentence, nor anything long."""
    if len(line) > _SIGNED_LENGTH or _POSTSCRIPT.match(line):
        return False
    if _MACHINE.match(line) or _CONTACT.search(line):
        return True
    is_sentence = bool(re.search(r"[.!?:…]\s*$", line)) and len(line.split()) > _SHORT_SENTENCE
    return not is_sentence and not _SAID.search(line) and not re.match(r"\s*[-•*]\s", line)


def _is_person(line: str) -> bool:
    """Whether a line is a name: « Monique Durand », « M. Roy »."""
    is_short = len(line) <= _SIGNED_LENGTH and bool(_PERSON.match(line))
    return is_short and not _SMALL.search(_PARTICLE.sub("", line))


def _unannounced(lines: list[str]) -> int | None:
    """Where the last paragraph begins when it is a name and how to reach them; None without."""
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    block, before = lines[start:], [line for line in lines[:start] if line.strip()]
    if not before or not 2 <= len(block) <= _SIGNED_LINES or _GIVEN.search(before[-1]):
        return None
    if not all(_is_signed(line) for line in block):
        return None
    name = re.split(r"\s[–—|-]\s|,\s", block[0])[0]
    marks = sum(bool(_CONTACT.search(line)) for line in block)
    has_role = any(_ROLE.search(line) for line in block)
    is_signature = marks and marks + has_role >= 2 and _is_person(name) and " " in name.strip()
    return start if is_signature else None


def _without_notices(lines: list[str]) -> list[str]:
    """Legal notices go, from their first line to the end of their paragraph."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        length = _notice(lines, number)
        if length:
            number += length
        else:
            kept.append(lines[number])
            number += 1
    return kept


def _notice(lines: list[str], start: int) -> int:
    """How many lines a legal notice takes there; 0 when it is not one."""
    if _GREEN.match(lines[start]):
        return 1
    if not _NOTICE.match(lines[start]):
        return 0
    end = start
    while end < len(lines) and lines[end].strip() and end - start < _NOTICE_LINES:
        end += 1
    text = " ".join(lines[start:end])
    words = {found.casefold() for found in _OF_NOTICES.findall(text)}
    return end - start if len(words) >= 2 and len(text) >= _NOTICE_LENGTH else 0


def trimmed(lines: list[str]) -> list[str]:
    """Without empty lines at both ends, nor what machines add at the end."""
    end = len(lines)
    while end and (
        not lines[end - 1].strip() or _MACHINE.match(lines[end - 1]) or _RULE.match(lines[end - 1])
    ):
        end -= 1
    start = 0
    while start < end and not lines[start].strip():
        start += 1
    return lines[start:end]
