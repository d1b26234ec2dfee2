"""Organisations where nobody has an account yet: what is said to them goes to their mailbox.

The person's own address is in a mail only when they gave it to this organisation: under the
consent to an operator, or by a button of the thread. All the rest leaves masked.
"""

from typing import Any

from django.urls import reverse

from communaute.notifications.services import tell

from .contact_details import quoted, readable_text, without_contact
from .enums import Kind
from .facts import EMAIL_KEY, sent_lines
from .models import Demande, Message
from .names import asker_name, which_building
from .perms import is_agreed, mailbox_of


def given_address(demande: Demande) -> str:
    """The address that the person agreed to give to the organisation; "" without agreement."""
    if demande.requester is None or (demande.kind == Kind.EXPLOITANT and not is_agreed(demande)):
        return ""
    agreed = demande.requester_shares_contact or EMAIL_KEY in demande.sent
    return demande.requester.email if agreed else ""


def forward(
    demande: Demande, message: Message | None, *, news: str, key: str, **context: Any
) -> None:
    """Mail a message of the person (or None when there is none left to read), the facts they sent
    (or `facts`: those sent with it) and how to answer. Nothing when somebody has an account there:
    they are told otherwise.

    `news`: "request", "added" (something more is asked), "again" (another message), "reopened" or
    "reminder".
    """
    told = {"facts": without_contact(sent_lines(demande))} | context
    _mail(
        demande,
        "outside",
        key,
        url=reverse("account_signup"),
        news=news,
        quoted=message.pk if message else None,
        files=message.attachments.count() if message else 0,
        answer_to=given_address(demande),
        **quoted(readable_text(message, demande) if message else ""),
        **told,
    )


def remind(demande: Demande, *, news: str, key: str, **context: Any) -> None:
    """Mail the request again, with its first text that moderation left readable."""
    first = demande.messages.filter(from_requester=True, hidden_at__isnull=True).first()
    forward(demande, first, news=news, key=key, **context)


def give_address(demande: Demande) -> None:
    """Mail the address of the person, who asked for it by a button."""
    key = f"mer-coordonnees-{demande.pk}"
    _mail(demande, "address_outside", key, answer_to=given_address(demande))


def tell_closed(
    demande: Demande,
    *,
    key: str,
    author: str,
    is_withdrawn: bool,
    buildings: list[str],
    asks_more: bool,
) -> None:
    """Say that the person waits no more for these `buildings` (of somebody who wrote for several),
    nor for any other unless they ask more, or that their account is closed; without a link: there
    is no account to open one."""
    _mail(
        demande,
        "closed_outside",
        key,
        author=author,
        is_withdrawn=is_withdrawn,
        asked=demande.created_at,
        buildings=buildings,
        asks_more=asks_more,
        is_closed=demande.requester_id is None,
    )


def _mail(demande: Demande, kind: str, key: str, *, url: str = "", **context: Any) -> None:
    address = mailbox_of(demande)
    if address:
        tell(
            f"demandes.{kind}",
            to=address,
            key=key,
            url=url,
            thread=demande.mail_thread,
            context={
                "demandes": [demande.pk],
                "asker": asker_name(demande),
                "purpose": demande.purpose,
                "building": which_building(demande),
            }
            | context,
        )
