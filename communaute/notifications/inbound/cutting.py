"""The words of the person alone: what they answer, without the mail answered nor a signature.

Made for French mailboxes (Gmail, Outlook, Orange, Free, Apple Mail, Thunderbird, Yahoo, Samsung),
in English too: phones are often set so. When in doubt a line is kept: losing what somebody wrote
is worse than showing a greeting.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r"^\s*>")
_MARKS = r"[>\s*_]*"
_YEAR = r"(?:\b\d{4}\b|\b\d\d?[/.-]\d\d?[/.-]\d\d\b)"
_HOUR = r"\b\d{1,2}\s?[:hH]\s?\d{2}"
# « Le lun. 3 févr. 2026 à 10:12, X <x@y> a écrit : », on one to four lines.
_WROTE = re.compile(
    rf"^{_MARKS}(?=.*{_YEAR})(?=.*{_HOUR})(?:(?:le|on)\b.{{5,400}}|.{{0,200}}<\S+@\S+>.{{0,80}})"
    rf"\b(?:a\s+écrit|wrote)\b.{{0,60}}:\s*\**$",
    re.IGNORECASE,
)
_WROTE_START = re.compile(rf"^{_MARKS}(?:(?:le|on)\s|.*<\S*@?\S*>?)", re.IGNORECASE)
_FROM = r"de|from|expéditeur|exp\."
_LABEL = re.compile(
    rf"^{_MARKS}(?P<label>{_FROM}|envoyé(?:\s+(?:le|par))?|sent|date|à|a|to|pour|destinataires?|"
    r"objet|sujet|subject|cc|copie(?:\s+à)?|répondre\s+à|message\s+du)\s*\*?\s*:",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    rf"^{_MARKS}(?:-{{2,}}\s*(?:(?:e-?)?(?:message|mail|courriel)\s+(?:d.\s?origine|original|initial|"
    r"transféré)|(?:original|forwarded)\s+message)\s*-{2,}|message du\s*:?\s*\d\d?[/ ].*)$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_=\u2014-]{5,}\s*$")
_SIGNATURE = re.compile(r"^--\s*$")
# What phones, mailboxes and antivirus programs add under a text.
_MACHINE = re.compile(
    r"^\s*(?:envoyé\s+(?:de|depuis|à\s+partir|avec|via|par)\b.{0,80}|sent\s+(?:from|with|via)\b.{0,80}|"
    r"(?:télécharger|télécharge[rz]|obtenir|obtenez|get)\s+outlook\b.{0,120}|"
    r"provenance\s*:\s*courrier\b.{0,60}|(?:sans|garanti sans)\s+virus\b.{0,80}|"
    r"cet e-?mail a été vérifié par.{0,80}|<?https?://(?:www\.avast|aka\.ms|overview\.mail\.yahoo)\S*>?)\s*$",
    re.IGNORECASE,
)
# A closing formula alone on its line: what follows it is a name, a role, an address, a phone.
_CLOSING = re.compile(
    r"^\s*(?:(?:bien|très)\s+)?(?:cordialement|amicalement|sincèrement|respectueusement|cdlt|"
    r"(?:sincères|meilleures|respectueuses|cordiales)\s+salutations|salutations(?:\s+distinguées)?|"
    r"bien\s+à\s+vous|(?:best|kind)\s+regards)\b[\s,.!]*(?:[^\W\d_][\w.'’-]*[\s.]*){0,4}$",
    re.IGNORECASE,
)
# No mailbox introduces the mail answered by more signs than that.
_INTRODUCTION = 600
_SIGNED_LINES = 10
_SIGNED_LENGTH = 90
# Mailboxes that break lines do it here: the next word would not have fitted.
_WIDTH = (72, 80)
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009"), " ")


def own_words(text: str) -> str:
    """What the person wrote, "" when there is nothing but a quote or a signature."""
    lines = [line.rstrip() for line in _plain(text).split("\n")]
    start, after = _quote(lines)
    written = _unsigned([line for line in lines[:start] if not _QUOTED.match(line)])
    between = _unsigned(_between_quotes(lines[after:]))
    return "\n\n".join(part for part in (_text(written), _text(between)) if part)


def _plain(text: str) -> str:
    """Line ends, spaces and invisible signs as everybody writes them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.translate(_INVISIBLE).translate(_SPACES)


def _quote(lines: list[str]) -> tuple[int, int]:
    """The first line that introduces the mail answered, and the one after the introduction."""
    for number, line in enumerate(lines):
        if not line:
            continue
        if _SEPARATOR.match(line):
            after = number + 1
            while after < len(lines) and not lines[after].strip("> "):
                after += 1
            return number, after + _labels(lines, after)
        if length := _wrote(lines, number) or _labels(lines, number):
            return number, number + length
    return len(lines), len(lines)


def _wrote(lines: list[str], start: int) -> int:
    """How many lines « Le … a écrit : » takes there; 0 when it is not that."""
    if not _WROTE_START.match(lines[start]):
        return 0
    joined = ""
    for number, line in enumerate(lines[start : start + 4], 1):
        joined = f"{joined} {line.lstrip('> ')}".strip()
        if not line or len(joined) > _INTRODUCTION:
            return 0
        if _WROTE.match(joined):
            return number
    return 0


def _labels(lines: list[str], start: int) -> int:
    """How many lines a block « De : …, Envoyé : …, Objet : … » takes there; 0 without."""
    labels, last = set(), 0
    for number, line in enumerate(lines[start : start + 9], 1):
        if found := _LABEL.match(line):
            labels.add(re.sub(r"\s+", " ", found["label"].lower()))
            last = number
        elif number == 1 or (not line.strip("> ") and len(labels) > 1):
            # A block begins with a label, and ends at the first empty line.
            break
    has_sender = any(re.fullmatch(_FROM, label) for label in labels)
    return last if len(labels) >= 3 and has_sender else 0


def _between_quotes(lines: list[str]) -> list[str]:
    """What is written under or between lines marked as quoted; nothing when none is marked.

    A line right under a quoted one is its end, cut by a mailbox: an answer has a blank line before.
    """
    found: list[str] = []
    is_ours = has_quote = False
    for line in lines:
        if _QUOTED.match(line):
            is_ours, has_quote = False, True
        elif not line.strip():
            is_ours = has_quote
            found.append("")
        elif is_ours:
            found.append(line)
    return found


def _unsigned(lines: list[str]) -> list[str]:
    """The lines before the signature."""
    for number, line in enumerate(lines):
        if _SIGNATURE.match(line):
            lines = lines[:number]
            break
    lines = _trimmed(lines)
    for number, line in enumerate(lines):
        if _CLOSING.match(line) and _is_signature(lines[number + 1 :]):
            return _trimmed(lines[:number])
    return lines


def _is_signature(lines: list[str]) -> bool:
    said = 0
    for line in lines:
        said += bool(line.strip())
        if said > _SIGNED_LINES or len(line) > _SIGNED_LENGTH:
            return False
    return True


def _trimmed(lines: list[str]) -> list[str]:
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


def _text(lines: list[str]) -> str:
    """Lines broken by a mailbox are joined again; never more than one empty line."""
    joined: list[str] = []
    previous = ""
    for line in lines:
        if joined and _was_broken(previous, line):
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
        previous = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(joined)).strip()


def _was_broken(line: str, following: str) -> bool:
    """Whether a mailbox broke this line: it is not too long, and the next word would have been."""
    words = following.split()
    if not line.strip() or not words or following.startswith(("-", "*", ">", "•", " ")):
        return False
    shortest, longest = _WIDTH
    return len(line) <= longest and len(line) + 1 + len(words[0]) > shortest
