"""What the parties are told, in which words. Texts leave masked: never a phone nor an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from socle.calendar import date_format

from . import mailbox
from .enums import ClosedBecause, Kind, Purpose
from .facts import sent_lines
from .masking import is_masked, quoted, without_contact
from .names import asker_name, recipient_name
from .territory import answering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communaute.comptes.models import User

    from .models import Demande, Message

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


def recipients_of(demande: Demande) -> list[User]:
    """Whom to tell on the side written to: the ambassador, or who answers for the organisation."""
    return [demande.ambassadeur.user] if demande.ambassadeur is not None else answering(demande)


def announce_request(demande: Demande, message: Message) -> None:
    """Tell the recipient that somebody asks."""
    title = f"{asker_name(demande)} {WHAT[Purpose(demande.purpose)]}"
    for user in recipients_of(demande):
        notify(
            user=user,
            kind=NotificationKind.REQUEST,
            key=f"mer-demande-{demande.pk}",
            title=title,
            url=demande.get_absolute_url(),
            mail="mer_request",
            context=_mail(demande, message)
            | {
                "is_ambassador": demande.kind == Kind.AMBASSADEUR,
                "facts": without_contact(sent_lines(demande)),
            },
        )
    mailbox.forward(demande, message, title=title, key=f"mer-demande-{demande.pk}")


def announce_message(demande: Demande, message: Message) -> None:
    """Tell the other side that there is something to read."""
    people, author = _other_side(demande, by_requester=message.from_requester)
    for user in people:
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=f"mer-message-{message.pk}",
            title=f"{author} vous a répondu",
            url=f"{demande.get_absolute_url()}#message-{message.pk}",
            mail="mer_message",
            context=_mail(demande, message) | {"author": author},
        )
    if message.from_requester:
        key, title = f"mer-message-{message.pk}", f"{author} vous écrit de nouveau"
        mailbox.forward(demande, message, title=title, key=key)


def announce_shared(demande: Demande, *, by_requester: bool) -> None:
    """Tell the other side that one shares, and whether both do now."""
    people, author = _other_side(demande, by_requester=by_requester)
    both = demande.requester_shares_contact and demande.recipient_shares_contact
    for user in people:
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=f"mer-coordonnees-{demande.pk}-{'demande' if by_requester else 'reponse'}",
            title=f"{author} accepte d’échanger ses coordonnées avec vous",
            url=f"{demande.get_absolute_url()}#coordonnees",
            mail="mer_shared",
            context={
                "thread": demande.mail_thread,
                "author": author,
                "both": both,
                "action_label": "Ouvrir l’échange",
                "why": WHY,
            },
        )
    if by_requester:
        mailbox.give_address(demande)


def announce_closed(demande: Demande, *, by_requester: bool) -> None:
    """Tell the other side that the exchange ended; an operator, that it must stop there."""
    people, author = _other_side(demande, by_requester=by_requester)
    title, url = f"{author} a clos votre échange", demande.get_absolute_url()
    body = "Vous n’avez rien à faire. L’échange reste lisible sur le site."
    action = "Relire l’échange"
    if demande.consent_withdrawn_at is not None:
        day = date_format(timezone.localtime(demande.created_at), "j F Y")
        title, url = f"{author} a retiré sa demande du {day}", "/exploitant/"
        body = (
            f"La personne a retiré sa demande : {demande.get_purpose_display().lower()}. "
            "Elle n’est plus dans votre espace. Ne la recontactez pas, et effacez ce que vous avez "
            "gardé d’elle. Si elle rouvre sa demande, vous serez prévenu."
        )
        action = "Voir les autres demandes"
    elif not by_requester:
        body = "L’échange reste lisible. Une nouvelle question ? Vous pouvez le rouvrir."
    at = demande.consent_withdrawn_at or demande.closed_at
    key = f"mer-close-{demande.pk}-{at}"
    _tell(people, demande, key, title, body, url, action)
    gone = "La personne n’attend plus de réponse. Ne la recontactez pas."
    mailbox.tell(demande, key=key, title=title, body=gone)


def announce_reopened(demande: Demande) -> None:
    """Tell the recipient that the person is back."""
    people, author = _other_side(demande, by_requester=True)
    key = f"mer-rouverte-{demande.pk}-{demande.last_act_at}"
    mailbox.remind(demande, title=f"{author} attend de nouveau votre réponse", key=key)
    _tell(
        people,
        demande,
        key,
        f"{author} a rouvert votre échange",
        "Vous pouvez de nouveau vous écrire."
        if demande.first_answer_at
        else "Sa demande attend votre réponse. Quelques lignes suffisent.",
        demande.get_absolute_url(),
        "Ouvrir l’échange",
    )


def announce_reoffer(demande: Demande, renewed: Demande | None, *, has_text: bool = True) -> None:
    """Tell the person that their request went to somebody else, that nobody was found, or that
    moderation left no text of theirs to send."""
    if demande.requester is None:
        return
    notify(
        user=demande.requester,
        kind=NotificationKind.REQUEST,
        key=f"mer-reproposee-{demande.pk}",
        title=(
            "Nous avons proposé votre demande à une autre copropriété"
            if renewed
            else "Votre demande n’a pas trouvé de réponse"
        ),
        url=(renewed or demande).get_absolute_url(),
        mail="mer_reoffered",
        context={
            "thread": (renewed or demande).mail_thread,
            "before": recipient_name(demande),
            "after": recipient_name(renewed) if renewed else "",
            "left": demande.closed_because == ClosedBecause.WITHDRAWN,
            "has_text": has_text,
            "action_label": "Voir ma demande",
            "why": "Vous recevez ce message parce que vous avez fait cette demande.",
        },
    )


def announce_thanks(demande: Demande) -> None:
    """Tell the recipient, on the site, that it helped."""
    for user in recipients_of(demande):
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=f"mer-merci-{demande.pk}",
            title=f"{asker_name(demande)} vous remercie",
            url=demande.get_absolute_url(),
        )


def _other_side(demande: Demande, *, by_requester: bool) -> tuple[Iterable[User], str]:
    """Whom to tell, and how the one who acts is called."""
    if by_requester:
        return recipients_of(demande), asker_name(demande)
    return [demande.requester] if demande.requester else [], recipient_name(demande)


def _tell(
    people: Iterable[User],
    demande: Demande,
    key: str,
    title: str,
    body: str,
    url: str,
    action: str,
) -> None:
    for user in people:
        notify(
            user=user,
            kind=NotificationKind.MESSAGE,
            key=key,
            title=title,
            body=body,
            url=url,
            mail="notification",
            context={
                "thread": demande.mail_thread,
                "action_label": action,
                "why": "Vous recevez ce message parce que vous avez pris part à cet échange.",
            },
        )


def _mail(demande: Demande, message: Message) -> dict[str, object]:
    return quoted(message.body) | {
        "thread": demande.mail_thread,
        "is_masked": is_masked(message.body),
        "files": message.attachments.count(),
        "action_label": "Répondre sur le site",
        "why": WHY,
    }
