"""The words of the person alone: what they answer, without the mail answered nor a signature.

Made for French mailboxes (Gmail, Outlook, Orange, Free, Apple Mail, Thunderbird, Yahoo, Samsung),
in English too: phones are often set so. When in doubt a line is kept: losing what somebody wrote
is worse than showing a greeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from .signatures import unsigned

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
    rf"^{_MARKS}(?:-{{2,}}\s*(?:(?:e-?)?(?:message|mail|courriel)\s+(?:d.\s?origine|original|"
    r"initial|transféré)|(?:original|forwarded)\s+message)\s*-{2,}|début du message (?:transféré|"
    r"réexpédié)\s*:|message du\s*:?\s*\d\d?[/ ].*)$",
    re.IGNORECASE,
)
# No mailbox introduces the mail answered by more signs than that.
_INTRODUCTION = 600
# Mailboxes that break lines do it here: the next word would not have fitted.
_WIDTH = (72, 80)
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009"), " ")
# Marked as quoted where no mail is: fewer than that, somebody may have typed them.
_TYPED_QUOTES = 3


@dataclass(frozen=True)
class Words:
    """What a person wrote: `text`, and `left_out`, the lines taken for a signature or for a mail
    that they may have typed as a part of it. Both "" when there is nothing."""

    text: str
    left_out: str = ""


def read_words(text: str) -> Words:
    """What the person wrote, and what they are told that is not taken."""
    lines = [line.rstrip() for line in _plain(text).split("\n")]
    start, after = _quote(lines)
    quoted = [line for line in lines[:start] if _QUOTED.match(line)]
    written, signed = unsigned([line for line in lines[:start] if not _QUOTED.match(line)])
    between, signed_between = unsigned(_between_quotes(lines[after:]))
    kept = "\n\n".join(part for part in (_text(written), _text(between)) if part)
    is_typed = start == len(lines) and len(quoted) <= _TYPED_QUOTES
    left_out = [*(quoted if is_typed else ()), *signed, *signed_between]
    if start < len(lines) and not between and not _names_us("\n".join(lines[start:])):
        # Not a mail of ours: somebody may have copied it, and written under it.
        left_out += [line for line in lines[start:] if line and not _QUOTED.match(line)]
    return Words(kept, "\n".join(line.strip() for line in left_out))


def _plain(text: str) -> str:
    """Line ends, spaces and invisible signs as everybody writes them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.translate(_INVISIBLE).translate(_SPACES)


def _quote(lines: list[str]) -> tuple[int, int]:
    """The first line that introduces the mail answered, and the one after the introduction."""
    number = 0
    while number < len(lines):
        if _SEPARATOR.match(lines[number]):
            after = number + 1
            while after < len(lines) and not lines[after].strip("> "):
                after += 1
            return number, after + _labels(lines, after)
        if length := _wrote(lines, number):
            return number, number + length
        if length := _labels(lines, number):
            if _is_head(lines, number, length):
                return number, number + length
            number += length
        else:
            number += 1
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
            return number if _names_a_mailbox(joined) or _quotes(lines[start + number :]) else 0
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


def _is_head(lines: list[str], start: int, length: int) -> bool:
    """Whether a mailbox wrote these labels. People type « De : la chaufferie, À : … » too, and copy
    under « voici ce que le syndic répond : » the mail of somebody else."""
    block = "\n".join(lines[start : start + length])
    before = next((line for line in reversed(lines[max(0, start - 3) : start]) if line), "")
    is_introduced = before.endswith(":") and not _QUOTED.match(before)
    return _names_us(block) or ("@" in block and not is_introduced)


def _names_a_mailbox(text: str) -> bool:
    return "@" in text or _names_us(text)


def _names_us(text: str) -> bool:
    name = parseaddr(settings.DEFAULT_FROM_EMAIL)[0]
    return bool(name) and name.casefold() in text.casefold()


def _quotes(lines: list[str]) -> bool:
    """Whether what comes next is marked as quoted."""
    return any(_QUOTED.match(line) for line in lines[:3])


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
