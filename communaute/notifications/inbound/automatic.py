"""Mails that no person wrote: never answered, never published (RFC 3834, and what mailboxes do)."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.conf import settings

from ..models import Mail
from ..outbox.message import host, list_id
from .message import Incoming

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
