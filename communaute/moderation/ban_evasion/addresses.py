"""Which addresses are one mailbox, and the mark by which one is known without being kept."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

# What follows a « + » is a label of the owner there: the mail comes to the same mailbox. Only
# providers that say so in their documentation: elsewhere, it may be another person.
_LABELS = frozenset(
    {
        *("gmail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr"),
        *("live.com", "live.fr", "msn.com", "icloud.com", "me.com", "mac.com"),
        *("proton.me", "protonmail.com", "pm.me", "fastmail.com"),
    }
)
# Dots change nothing there.
_WITHOUT_DOTS = frozenset({"gmail.com"})
_SAME = {"googlemail.com": "gmail.com"}


def mailbox_of(email: str) -> str:
    """The mailbox of an address, as its provider reads it: « J.Dupont+cu@googlemail.com » is
    « jdupont@gmail.com »."""
    local, _, domain = email.strip().lower().rpartition("@")
    domain = _SAME.get(domain, domain)
    if domain in _LABELS:
        local = local.partition("+")[0] or local
    if domain in _WITHOUT_DOTS:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def beginning_of(email: str) -> str:
    """How all the addresses of the same mailbox begin."""
    local, _, domain = mailbox_of(email).rpartition("@")
    return local[:1] if domain in _WITHOUT_DOTS else local


def domains_of(email: str) -> list[str]:
    """The domains under which the same mailbox may be written."""
    domain = mailbox_of(email).rpartition("@")[2]
    return [domain, *(other for other, same in _SAME.items() if same == domain)]


def mark_of(email: str) -> str:
    """The mark of a mailbox: the same for all its addresses; it does not give the address back."""
    return salted_hmac("ban_evasion.mailbox", mailbox_of(email), algorithm="sha256").hexdigest()
