"""What the parties are told; the words are in the templates of `mails/kinds.py`.

Texts leave masked: never a phone nor an address of a person.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from communaute.notifications.services import tell, withdraw_lines

from .. import mailbox
from ..contact_details import hides_something, quoted, readable_text, without_contact
from ..enums import ClosedBecause, Kind, State
from ..facts import Raw, in_words, sent_lines
from ..models import Demande, Message
from ..names import asker_name, recipient_name, which_building
from ..perms import answering
from .still_true import asks_more, group_key, request_key

# Of what tells that an exchange ended.
END_KEY = "mer-close-"


def recipients_of(demande: Demande) -> list[User]:
    """Whom to tell on the side written to: the ambassador, or who answers for the organisation."""
    return [demande.ambassadeur.user] if demande.ambassadeur is not None else answering(demande)


def announce_request(demande: Demande, message: Message) -> None:
    """Tell the recipient that somebody asks."""
    key = request_key(demande)
    for user in recipients_of(demande):
        _tell(
            "request",
            user,
            demande,
            key=key,
            purpose=demande.purpose,
            asker=asker_name(demande),
            is_ambassador=demande.kind == Kind.AMBASSADEUR,
            # To somebody else, who did not answer.
            written_on=timezone.localdate(message.sent_at) if demande.reoffered_from_id else None,
            facts=without_contact(sent_lines(demande)),
            **_quoted(message),
        )
    mailbox.forward(demande, message, news="request", key=key)


def announce_together(demandes: list[Demande], message: Message, *, sender: str) -> None:
    """Tell an organisation, once, of requests for several buildings; by its mailbox, of each."""
    first = demandes[0]
    for user in recipients_of(first):
        _tell(
            "together",
            user,
            first,
            key=group_key(first),
            url="/exploitant/" if first.kind == Kind.EXPLOITANT else "/agence/",
            purpose=first.purpose,
            asker=asker_name(first),
            sender=sender,
            building="",
            demandes=[one.pk for one in demandes],
            number=len(demandes),
            buildings=[_building(one) for one in demandes],
            **_quoted(message),
        )
    for one in demandes:
        text = one.messages.get()
        mailbox.forward(one, text, news="request", key=request_key(one))


def announce_added(demande: Demande, message: Message, sent: Mapping[str, Raw]) -> None:
    """Tell the recipient that the person asks for something more, in the same thread, with what
    they `sent` this time alone."""
    facts = without_contact(in_words(sent, demande.commune))
    key, url = f"mer-message-{message.pk}", f"{demande.get_absolute_url()}#message-{message.pk}"
    for user in recipients_of(demande):
        _tell(
            "added",
            user,
            demande,
            key=key,
            url=url,
            purpose=demande.added_purpose,
            asker=asker_name(demande),
            message=message.pk,
            facts=facts,
            **_quoted(message),
        )
    mailbox.forward(
        demande, message, news="added", key=key, purpose=demande.added_purpose, facts=facts
    )


def announce_message(demande: Demande, message: Message, *, status: str = "") -> str:
    """Tell the other side that there is something to read, once it is shown, and the new `status`
    in words when the message moves the demande; returns the key."""
    people, author = _other_side(demande, by_requester=message.from_requester)
    key, url = f"mer-message-{message.pk}", f"{demande.get_absolute_url()}#message-{message.pk}"
    for user in people:
        _tell(
            "message",
            user,
            demande,
            key=key,
            url=url,
            not_before=message.shown_from,
            author=author,
            status=status,
            **_quoted(message),
        )
    if message.from_requester:
        mailbox.forward(demande, message, news="again", key=key)
    else:
        for one in demande.followers.select_related("user").order_by("pk"):
            _tell_follower(demande, message, one.user)
    return key


def announce_held(demande: Demande, follower: User) -> None:
    """Tell who has just joined the request of the answers that are not delivered yet."""
    now = timezone.now()
    for message in demande.messages.filter(from_requester=False, shown_from__gt=now):
        _tell_follower(demande, message, follower)


def _tell_follower(demande: Demande, message: Message, follower: User) -> None:
    """Tell somebody of the building who joined the request that it is answered; not what the answer
    says, which they read if its writer agrees."""
    _tell(
        "followed",
        follower,
        demande,
        key=f"mer-message-{message.pk}",
        url=reverse("ambassadeurs:project", args=[demande.copropriete_id])
        if demande.copropriete_id
        else "/mises-en-relation/?cote=copropriete",
        not_before=message.shown_from,
        author=recipient_name(demande),
        residence=demande.copropriete.name if demande.copropriete else "",
    )


def announce_shared(demande: Demande, *, by_requester: bool) -> None:
    """Tell the other side that one shares, and whether both do now; each agreement is told."""
    people, author = _other_side(demande, by_requester=by_requester)
    key = f"{_shared_key(demande, by_requester=by_requester)}{demande.last_act_at.isoformat()}"
    for user in people:
        _tell(
            "shared",
            user,
            demande,
            key=key,
            url=f"{demande.get_absolute_url()}#coordonnees",
            author=author,
            by_requester=by_requester,
            both=demande.requester_shares_contact and demande.recipient_shares_contact,
        )
    if by_requester:
        mailbox.give_address(demande)


def take_shared_back(demande: Demande, *, by_requester: bool) -> None:
    """The line that told of an agreement goes with it; its mail is judged as it leaves."""
    begins = _shared_key(demande, by_requester=by_requester)
    withdraw_lines(thread=demande.mail_thread, beginnings=[begins], but_of=None)


def _shared_key(demande: Demande, *, by_requester: bool) -> str:
    """How the keys of these agreements begin."""
    return f"mer-coordonnees-{demande.pk}-{'demande' if by_requester else 'reponse'}-"


def announce_closed(
    demande: Demande, *, by_requester: bool, not_before: datetime | None = None
) -> str:
    """Tell the other side that the exchange ended; an operator, that it must stop there. Returns
    the key."""
    people, author = _other_side(demande, by_requester=by_requester)
    is_withdrawn = demande.consent_withdrawn_at is not None
    key = f"{END_KEY}{demande.pk}-{demande.consent_withdrawn_at or demande.closed_at}"
    # Which one, of somebody who may have written for several.
    is_named = demande.batch is not None or (is_withdrawn and demande.sent.get("name"))
    buildings = [_building(demande)] if is_named else []
    for user in people:
        _tell(
            "withdrawn" if is_withdrawn else "closed",
            user,
            demande,
            key=key,
            url="/exploitant/" if is_withdrawn else "",
            not_before=not_before,
            author=author,
            asked=demande.created_at,
            by_requester=by_requester,
            buildings=buildings,
            asks_more=asks_more(demande),
            is_closed=demande.requester_id is None,
        )
    mailbox.tell_closed(
        demande,
        key=key,
        author=author,
        is_withdrawn=is_withdrawn,
        buildings=buildings,
        asks_more=asks_more(demande),
    )
    return key


def announce_closed_together(demandes: list[Demande]) -> None:
    """Tell each of those who answer, once, that all these requests for several buildings ended,
    whoever of them answers which; a mailbox, of each."""
    first = demandes[0]
    is_withdrawn = first.consent_withdrawn_at is not None
    people = {user for one in demandes for user in recipients_of(one)}
    for one in demandes:
        mailbox.tell_closed(
            one,
            key=f"mer-close-{one.pk}-{one.closed_at}",
            author=asker_name(one),
            is_withdrawn=is_withdrawn,
            buildings=[_building(one)],
            asks_more=asks_more(one),
        )
    for user in sorted(people, key=lambda one: one.pk):
        _tell(
            "withdrawn" if is_withdrawn else "closed",
            user,
            first,
            key=f"mer-close-groupe-{first.batch}-{first.closed_at}",
            url="/exploitant/" if is_withdrawn else "/agence/?etat=close",
            author=asker_name(first),
            asked=first.created_at,
            by_requester=True,
            # All of them are named below.
            building="",
            demandes=[one.pk for one in demandes],
            buildings=[_building(one) for one in demandes],
            asks_more=asks_more(first),
        )


def announce_reopened(demande: Demande) -> None:
    """Tell the recipient that the person is back."""
    people, author = _other_side(demande, by_requester=True)
    # Reopened again in the same minute, it is the same news.
    key = f"mer-rouverte-{demande.pk}-{demande.last_act_at:%Y-%m-%dT%H:%M}"
    mailbox.remind(demande, news="reopened", key=key)
    was_answered = demande.state == State.ANSWERED
    for user in people:
        _tell("reopened", user, demande, key=key, author=author, was_answered=was_answered)


def announce_reoffer(demande: Demande, renewed: Demande | None, *, has_text: bool = True) -> None:
    """Tell the person that their request went to somebody else, that nobody was found, or that
    moderation left no text of theirs to send."""
    if demande.requester is None:
        return
    _tell(
        "reoffered",
        demande.requester,
        renewed or demande,
        key=f"mer-reproposee-{demande.pk}",
        before=recipient_name(demande),
        after=recipient_name(renewed) if renewed else "",
        left=demande.closed_because == ClosedBecause.WITHDRAWN,
        mandate=demande.ambassadeur_id,
        answered=demande.first_answer_at is not None,
        has_text=has_text,
    )


def announce_thanks(demande: Demande) -> None:
    """Tell the recipient, on the site, that it helped."""
    for user in recipients_of(demande):
        _tell("thanks", user, demande, key=f"mer-merci-{demande.pk}", asker=asker_name(demande))


def _other_side(demande: Demande, *, by_requester: bool) -> tuple[Iterable[User], str]:
    """Whom to tell, and how the one who acts is called."""
    if by_requester:
        return recipients_of(demande), asker_name(demande)
    return [demande.requester] if demande.requester else [], recipient_name(demande)


def _tell(
    kind: str,
    user: User,
    demande: Demande,
    *,
    key: str,
    url: str = "",
    not_before: datetime | None = None,
    **context: Any,
) -> None:
    is_asker = user.pk == demande.requester_id
    tell(
        f"demandes.{kind}",
        to=user,
        key=key,
        url=url or demande.get_absolute_url(),
        thread=demande.mail_thread,
        not_before=not_before,
        context={
            "purpose": demande.purpose_noun,
            "demandes": [demande.pk],
            "building": which_building(demande, to_asker=is_asker),
            "is_desk": demande.ambassadeur_id is None and not is_asker,
        }
        | context,
    )


def _building(demande: Demande) -> str:
    """The building as it was sent."""
    return demande.sent.get("name") or "Immeuble sans nom"


def _quoted(message: Message) -> dict[str, Any]:
    return quoted(readable_text(message, message.demande)) | {
        "is_masked": hides_something(message, message.demande),
        "files": message.attachments.count(),
    }
