"""What the parties are told, in which words. Texts leave masked: never a phone nor an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.models import User
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify

from .enums import Kind, Purpose
from .masking import mask
from .names import asker_name, recipient_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Message, MiseEnRelation

QUOTED_CHARACTERS = 3_000
WHAT = {
    Purpose.QUESTION: "vous pose une question",
    Purpose.VISITE: "aimerait visiter votre chaufferie",
    Purpose.RENDEZ_VOUS: "vous demande un rendez-vous",
    Purpose.DEVIS: "vous demande un devis",
    Purpose.CONSEIL: "vous demande un conseil",
}
WHY = (
    "Vous recevez ce message parce que vous participez à cet échange sur ChauffageUrbain. "
    "Pour arrêter, ouvrez l’échange et choisissez « Clore »."
)


def recipients_of(mise: MiseEnRelation) -> list[User]:
    """Whom to tell on the side written to: the ambassador, the colleague in charge, or all."""
    if mise.ambassadeur is not None:
        return [mise.ambassadeur.user]
    if mise.assigned_to is not None:
        return [mise.assigned_to]
    if mise.organisation is None:
        return []
    return list(
        User.objects.filter(memberships__organisation=mise.organisation, is_active=True).distinct()
    )


def announce_request(mise: MiseEnRelation, message: Message) -> None:
    """Tell the recipient that somebody asks."""
    title = f"{asker_name(mise)} {WHAT[Purpose(mise.purpose)]}"
    for user in recipients_of(mise):
        notify(
            user=user,
            kind=NotificationKind.REQUEST,
            key=f"mer-demande-{mise.pk}",
            title=title,
            url=mise.get_absolute_url(),
            mail="mer_request",
            context=_mail(mise, message)
            | {
                "is_ambassador": mise.kind == Kind.AMBASSADEUR,
                "facts": {
                    label: value for label, value in mise.sent.items() if mask(value) == value
                },
            },
        )


def announce_message(mise: MiseEnRelation, message: Message) -> None:
    """Tell the other side that there is something to read."""
    if message.from_requester:
        people: Iterable[User] = recipients_of(mise)
        author = asker_name(mise)
    else:
        people = [mise.requester] if mise.requester else []
        author = recipient_name(mise)
    for user in people:
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=f"mer-message-{message.pk}",
            title=f"{author} vous a répondu",
            url=f"{mise.get_absolute_url()}#message-{message.pk}",
            mail="mer_message",
            context=_mail(mise, message) | {"author": author},
        )


def announce_shared(mise: MiseEnRelation, *, by_requester: bool) -> None:
    """Tell the other side that one shares, and whether both do now."""
    people = recipients_of(mise) if by_requester else [mise.requester] if mise.requester else []
    author = asker_name(mise) if by_requester else recipient_name(mise)
    both = mise.requester_shares_contact and mise.recipient_shares_contact
    for user in people:
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=f"mer-coordonnees-{mise.pk}-{'demande' if by_requester else 'reponse'}",
            title=f"{author} accepte d’échanger ses coordonnées avec vous",
            url=f"{mise.get_absolute_url()}#coordonnees",
            mail="mer_shared",
            context={
                "thread": f"mer-{mise.public_id}",
                "author": author,
                "both": both,
                "action_label": "Ouvrir l’échange",
                "why": WHY,
            },
        )


def announce_reoffer(mise: MiseEnRelation, renewed: MiseEnRelation | None) -> None:
    """Tell the person that their request went to somebody else, or that nobody was found."""
    if mise.requester is None:
        return
    notify(
        user=mise.requester,
        kind=NotificationKind.REQUEST,
        key=f"mer-reproposee-{mise.pk}",
        title=(
            "Nous avons proposé votre demande à une autre copropriété"
            if renewed
            else "Votre demande n’a pas trouvé de réponse"
        ),
        url=(renewed or mise).get_absolute_url(),
        mail="mer_reoffered",
        context={
            "thread": f"mer-{(renewed or mise).public_id}",
            "before": recipient_name(mise),
            "after": recipient_name(renewed) if renewed else "",
            "left": mise.closed_because == "retrait",
            "action_label": "Voir ma demande",
            "why": "Vous recevez ce message parce que vous avez fait cette demande.",
        },
    )


def announce_thanks(mise: MiseEnRelation) -> None:
    """Tell the recipient, on the site, that it helped."""
    for user in recipients_of(mise):
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=f"mer-merci-{mise.pk}",
            title=f"{asker_name(mise)} vous remercie",
            url=mise.get_absolute_url(),
        )


def _mail(mise: MiseEnRelation, message: Message) -> dict[str, object]:
    text = mask(message.body)
    return {
        "thread": f"mer-{mise.public_id}",
        "quote": text[:QUOTED_CHARACTERS],
        "is_cut": len(text) > QUOTED_CHARACTERS,
        "is_masked": text != message.body,
        "files": len(message.attachments.all()),
        "action_label": "Répondre sur le site",
        "why": WHY,
    }
