"""Organisations where nobody has an account yet: what is said to them goes to their mailbox.

The person's own address is in a mail only when they gave it to this organisation: under the
consent to an operator, or by a button of the thread. All the rest leaves masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from communaute.notifications.services import mail_address

from .enums import Kind
from .facts import EMAIL_KEY, sent_lines
from .masking import quoted, without_contact
from .names import asker_name
from .perms import is_agreed
from .territory import mailbox_of

if TYPE_CHECKING:
    from .models import Demande, Message

WHY = (
    "Vous recevez ce message parce qu’une copropriété s’adresse à votre organisme sur "
    "ChauffageUrbain, et que personne n’y a encore de compte."
)


def given_address(demande: Demande) -> str:
    """The address that the person agreed to give to the organisation; "" without agreement."""
    if demande.requester is None or (demande.kind == Kind.EXPLOITANT and not is_agreed(demande)):
        return ""
    agreed = demande.requester_shares_contact or EMAIL_KEY in demande.sent
    return demande.requester.email if agreed else ""


def forward(demande: Demande, message: Message | None, *, title: str, key: str) -> None:
    """Mail a message of the person (or None when there is none left to read), the facts they sent
    and how to answer. Nothing when somebody has an account there: they are told otherwise.
    """
    _mail(
        demande,
        "mer_outside",
        key,
        quoted(message.body if message else "")
        | {
            "title": title,
            "files": message.attachments.count() if message else 0,
            "facts": without_contact(sent_lines(demande)),
            "answer_to": given_address(demande),
            "url": reverse("account_signup"),
            "action_label": "Créer mon compte",
        },
    )


def remind(demande: Demande, *, title: str, key: str) -> None:
    """Mail the request again, with its first text that moderation left readable."""
    first = demande.messages.filter(from_requester=True, hidden_at__isnull=True).first()
    forward(demande, first, title=title, key=key)


def give_address(demande: Demande) -> None:
    """Mail the address of the person, who asked for it by a button."""
    title = f"{asker_name(demande)} accepte que vous lui répondiez directement"
    body = (
        f"Son adresse électronique : {given_address(demande)}. Ne vous en servez que pour répondre."
    )
    tell(demande, key=f"mer-coordonnees-{demande.pk}", title=title, body=body)


def tell(demande: Demande, *, key: str, title: str, body: str) -> None:
    """Mail a few words, without a link: there is no account to open one."""
    _mail(demande, "notification", key, {"title": title, "body": body})


def _mail(demande: Demande, name: str, key: str, context: dict[str, object]) -> None:
    address = mailbox_of(demande)
    if address:
        common = {"thread": demande.mail_thread, "why": WHY}
        mail_address(email=address, name=name, key=key, context=context | common)
