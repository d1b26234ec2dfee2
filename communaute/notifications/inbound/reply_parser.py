"""The words of the person alone: what they answer, without the mail answered nor a signature.

Made for French mailboxes (Gmail, Outlook, Orange, Free, Apple Mail, Thunderbird, Yahoo, Samsung),
in English too: phones are often set so. When in doubt a line is kept: losing what somebody wrote
is worse than showing a greeting.
"""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from ..models import Mail
from ..outbox.message import host, list_id
from .message import Incoming
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


# Mails that no person wrote: never answered, never published (RFC 3834, and what mailboxes do).


_PRECEDENCE = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-Loop")
_HEADERS += ("X-Auto-Response-Suppress", "List-Unsubscribe", "Feedback-ID")
_SUBJECT = re.compile(
    r"\s*(?:(?:réponse|reponse)\s+automatique|automatic\s+reply|auto(?:matic)?[\s-]*(?:reply|"
    r"response)|"
    r"out of (?:the )?office|absen(?:ce|te?s?)\s+(?:du|de)\s+bureau|message\s+d.absence|"
    r"absence\s*:|message\s+automatique|\[auto(?:-?reply)?\]|auto\s*:|(?:accusé|"
    r"confirmation) de (?:lecture|réception)|lu\s*:|read\s*:|undeliver|"
    r"delivery status|non remis|échec de (?:la )?(?:remise|distribution))",
    re.IGNORECASE,
)
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|bounces?)(?:\+[^@]*)?@"
)

# What automatic answers say of themselves, and what people say who are away. Both are asked back.
_SAYS_SO = re.compile(
    r"(?:ceci|il s.agit|this) (?:est|d.|is) ?(?:une?|an)? ?(?:message|réponse|courriel|mail|"
    r"e-?mail|automat\w+)"
    r" (?:automati\w+|reply|response|message)|"
    r"(?:message|réponse|courriel|e-?mail) (?:a été )?(?:générée?|envoyée?|émise?) automatiquement|"
    r"merci de ne pas (?:y )?répondre(?: (?:à|directement à))? ?(?:ce|cet|"
    r"le)? ?(?:présent )?(?:message|courriel|e-?mail|mail)?",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^(?:(?:actuellement|merci|madame|monsieur|merci (?:pour|de) votre (?:message|courriel|"
    r"e-?mail|mail))\W+)*(?:"
    r"en raison d.(?:un |une )?(?:arrêt|congé|absence)\b|"
    r"(?:je (?:suis|serai)|nous (?:sommes|serons))\b.{0,40}\b(?:absente?s?|en congés?|en vacances|"
    r"hors du bureau|"
    r"en arrêt|en déplacement|en formation|out of (?:the )?office)\b|"
    r"(?:nos bureaux|nos services|notre (?:cabinet|agence|bureau|accueil|service|standard)|"
    r"le cabinet)\b.{0,40}"
    r"\bfermée?s?\b|"
    r"(?:nous avons|j.ai) bien reçu votre (?:message|courriel|e-?mail|mail|demande)|"
    r"votre (?:message|courriel|e-?mail|mail|demande) a (?:bien )?été (?:reçue?|enregistrée?|pris)|"
    r"je ne (?:fais plus partie|travaille plus)|.{0,40}\bn.est plus (?:utilisée?|valide|active?|"
    r"consultée?|relevée?)\b|"
    r"(?:thank you for your (?:e-?mail|message)\W+)?i(?: am|.m)\b.{0,30}\bout of (?:the )?office|"
    r"(?:absente?|en congés?)\b)",
    re.IGNORECASE | re.DOTALL,
)
_BACK = re.compile(
    r"(?:à|dès) (?:mon|notre) retour|en cas d.urgence|pour (?:une|toute) urgence|(?:pendant|"
    r"durant) (?:mon|notre) absence|"
    r"accès (?:limité|restreint)|connaissance de votre|jusqu.(?:au|en|à)\b|"
    r"\bdu \d[\w ]{0,20} au \d|\binclus\b|"
    r"dans les (?:meilleurs|plus brefs) délais|sous \d+ (?:heures|jours|h\b)|"
    r"(?:merci d.|veuillez |vous pouvez )(?:adresser|écrire|contacter|envoyer|joindre)|"
    r"merci de contacter|when i (?:return|am back)",
    re.IGNORECASE,
)
_AWAY_SUBJECT = re.compile(
    r"\s*(?:absente?s?\b|en congés?\b|congés?\b|vacances\b|fermeture\b)", re.IGNORECASE
)
_GREETING = re.compile(
    r"^\s*(?:(?:bonjour|bonsoir|hello|hi|madame|monsieur|cher\w*)\b[\w ]{0,30}[\s,.!]+)+",
    re.IGNORECASE,
)
# An absence is told in few words; a longer text says something else too.
_ABSENCE_LENGTH = 700


def why_automatic(incoming: Incoming) -> str:
    """Why no person is behind this mail, in a word for the log; "" when one may be."""
    submitted = incoming.header("Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return "auto-submitted"
    if incoming.header("Precedence").lower() in _PRECEDENCE:
        return "precedence"
    if any(incoming.message.get(name) for name in _HEADERS):
        return "machine-header"
    if incoming.header("Return-Path").replace(" ", "") == "<>":
        return "empty-return-path"
    if _is_ours(incoming):
        return "loop"
    if incoming.message.get_content_type() == "multipart/report":
        return "report"
    if _SUBJECT.match(incoming.header("Subject")) or _MACHINES.match(incoming.sender):
        return "automatic-reply"
    return ""


def looks_automatic(incoming: Incoming, words: str) -> bool:
    """Whether `words`, of a mail without the headers of machines, read as an automatic answer: its
    author is asked, since a person may have written them."""
    subject, text = incoming.header("Subject"), " ".join(words.split())
    if len(text) > _ABSENCE_LENGTH:
        return False
    if _SAYS_SO.search(text):
        return True
    first = _GREETING.sub("", text)
    return bool((_AWAY.match(first) or _AWAY_SUBJECT.match(subject)) and _BACK.search(first))


def _is_ours(incoming: Incoming) -> bool:
    """Sent by ourselves, or by a list that our own mails went through."""
    ours = {settings.CONTACT_EMAIL.lower(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}
    if incoming.sender in ours or list_id() in incoming.header("List-Id"):
        return True
    message_id = incoming.message_id
    return message_id.endswith(f"@{host()}>") or (
        bool(message_id) and Mail.objects.filter(message_id=message_id).exists()
    )
