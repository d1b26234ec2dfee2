"""Organisations where nobody has an account yet: what is said to them goes to their mailbox.

The person's own address is in a mail only when they gave it to this organisation: under the
consent to an operator, or by a button of the thread. All the rest leaves masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from communaute.notifications.services import mail_address

from .enums import Kind
from .facts import EMAIL_LABEL
from .masking import quoted, without_contact
from .names import asker_name
from .perms import is_agreed
from .territory import mailbox_of

if TYPE_CHECKING:
    from .models import Message, MiseEnRelation

WHY = (
    "Vous recevez ce message parce qu’une copropriété s’adresse à votre organisme sur "
    "ChauffageUrbain, et que personne n’y a encore de compte."
)


def given_address(mise: MiseEnRelation) -> str:
    """The address that the person agreed to give to the organisation; "" without agreement."""
    if mise.requester is None or (mise.kind == Kind.EXPLOITANT and not is_agreed(mise)):
        return ""
    agreed = mise.requester_shares_contact or EMAIL_LABEL in mise.sent
    return mise.requester.email if agreed else ""


def forward(mise: MiseEnRelation, message: Message | None, *, title: str, key: str) -> None:
    """Mail a message of the person (or None when there is none left to read), the facts they sent
    and how to answer. Nothing when somebody has an account there: they are told otherwise.
    """
    _mail(
        mise,
        "mer_outside",
        key,
        quoted(message.body if message else "")
        | {
            "title": title,
            "files": message.attachments.count() if message else 0,
            "facts": without_contact(mise.sent),
            "answer_to": given_address(mise),
            "url": reverse("account_signup"),
            "action_label": "Créer mon compte",
        },
    )


def remind(mise: MiseEnRelation, *, title: str, key: str) -> None:
    """Mail the request again, with its first text that moderation left readable."""
    first = mise.messages.filter(from_requester=True, hidden_at__isnull=True).first()
    forward(mise, first, title=title, key=key)


def give_address(mise: MiseEnRelation) -> None:
    """Mail the address of the person, who asked for it by a button."""
    title = f"{asker_name(mise)} accepte que vous lui répondiez directement"
    body = f"Son adresse électronique : {given_address(mise)}. Ne vous en servez que pour répondre."
    tell(mise, key=f"mer-coordonnees-{mise.pk}", title=title, body=body)


def tell(mise: MiseEnRelation, *, key: str, title: str, body: str) -> None:
    """Mail a few words, without a link: there is no account to open one."""
    _mail(mise, "notification", key, {"title": title, "body": body})


def _mail(mise: MiseEnRelation, name: str, key: str, context: dict[str, object]) -> None:
    address = mailbox_of(mise)
    if address:
        common = {"thread": mise.mail_thread, "why": WHY}
        mail_address(email=address, name=name, key=key, context=context | common)
