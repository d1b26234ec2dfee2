"""What the page of one thread says: its messages, where it stands, the one next thing to do."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.donnees.models import Departure
from communaute.moderation.sanction_rules import restrictions_of, why_not_message
from socle.calendar import date_format
from socle.words import after_de

from .contact_details import (
    both_share,
    consent_to_reopen,
    hides_all,
    hides_something,
    is_from_organisation,
    readable_text,
)
from .enums import OFFERED_AGAIN, ClosedBecause, Kind, Purpose, State
from .facts import EMAIL_KEY, sent_lines
from .late import other_way, reminded, renewed_as
from .mailbox import given_address
from .models import Attachment, Block, Demande, Message
from .names import asker_name, recipient_name
from .perms import (
    can_block,
    can_reopen,
    can_thank,
    can_withdraw_consent,
    can_write_thread,
    has_both_sides,
    has_people,
    is_asked_by_member,
    is_requester,
    mailbox_of,
    other_person,
)
from .recipients import expected_before
from .services.desk_acts import as_told


@dataclass(frozen=True)
class MessageLine:
    """One message as this reader sees it."""

    message: Message
    author: str
    text: str
    files: list[tuple[Attachment, str]]
    is_mine: bool = False
    is_masked: bool = False
    is_only_contact: bool = False
    may_report: bool = False
    # Only for the side that wrote it: from when the other one reads it.
    leaves_at: datetime | None = None
    # Who asked had closed their account before: nobody read it.
    is_undelivered: bool = False


@dataclass(frozen=True)
class TimelineStep:
    """One point of the timeline: done (with its date) or to come."""

    label: str
    at: datetime | None = None
    note: str = ""
    is_current: bool = False


def thread_page(user: Any, demande: Demande) -> dict[str, Any]:
    """Context of the thread page, for one of its two sides."""
    asked = is_requester(user, demande)
    if asked:
        as_told([demande])
    lines = thread_lines(user, demande)
    renewed = renewed_as(demande) if asked else None
    may_reopen = can_reopen(user, demande)
    anew = Demande.objects.asked_anew(demande).first() if may_reopen else None
    shares = demande.requester_shares_contact if asked else demande.recipient_shares_contact
    outside = asked and is_outside(demande)
    blocks = list(Block.objects.between(user.pk, other_person(user, demande)))
    return {
        "demande": demande,
        "sent": sent_lines(demande),
        "asked": asked,
        "other": recipient_name(demande) if asked else asker_name(demande),
        "followers": [one.user.public_name for one in demande.followers.select_related("user")]
        if asked and demande.organisation
        else [],
        "has_others": asked and _has_others(user, demande),
        "lines": lines,
        "steps": _steps(demande, lines),
        "next_step": _by_mail(demande)
        if outside and demande.state == State.WAITING
        else _next_step(user, demande, lines, renewed, anew),
        "outside": outside,
        "given_address": given_address(demande) if outside else "",
        "has_joined_address": EMAIL_KEY in demande.sent,
        "renewed": renewed,
        "anew": anew,
        "other_way": other_way(demande) if asked else None,
        "may_write": can_write_thread(user, demande),
        "may_offer_date": not asked and _may_offer_date(user, demande),
        "may_reopen": may_reopen
        and anew is None
        and not (asked and is_asked_again(demande))
        and _has_room(demande),
        "consent_again": consent_to_reopen(demande.organisation, demande.reseau)
        if demande.consent_withdrawn_at and demande.organisation
        else "",
        "may_withdraw": can_withdraw_consent(user, demande),
        "may_thank": can_thank(user, demande) and not blocks,
        "may_block": can_block(user, demande),
        "my_block": next((one for one in blocks if one.blocker_id == user.pk), None),
        "ended_for_me": any(one.blocked_id == user.pk for one in blocks),
        "both_sides": has_both_sides(demande),
        "i_share": shares,
        "other_shares": demande.recipient_shares_contact
        if asked
        else demande.requester_shares_contact,
        "contact": _contact(demande, asked=asked),
    }


def thread_lines(user: Any, demande: Demande) -> list[MessageLine]:
    """The messages of the thread as this reader sees them, oldest first (two queries, one more
    when who asked is closing their account)."""
    left_at = _left_at(demande)
    return [_line(message, demande, user, left_at) for message in _messages(user, demande)]


def _has_others(user: Any, demande: Demande) -> bool:
    """Whether somebody else takes part in the building for which an organisation was asked."""
    if demande.copropriete is None or demande.organisation is None:
        return False
    return demande.copropriete.memberships.filter(user__is_active=True).exclude(user=user).exists()


def is_asked_again(demande: Demande) -> bool:
    """Whether somebody else of the building asks the same of this organisation now; twin of what
    refuses to open it again (two queries, of a closed request only)."""
    if demande.copropriete is None or demande.organisation is None:
        return False
    if demande.state != State.CLOSED or demande.replaced_at is not None:
        return False
    rows = type(demande)._default_manager.asked_by_others(
        demande.requester, demande.copropriete, demande.organisation
    )
    return any(
        set(one.purposes) & set(demande.purposes) and is_asked_by_member(one)
        for one in rows.select_related("requester")
    )


def _has_room(demande: Demande) -> bool:
    """Whether its ambassador may take it again; twin of `preconditions.take_back`."""
    host = demande.ambassadeur
    if host is None or demande.first_answer_at is not None:
        return host is None or host.open_demandes < host.max_open
    return Ambassadeur.objects.contactable().filter(pk=host.pk).exists()


def is_outside(demande: Demande) -> bool:
    """Whether the open request went to the mailbox of an organisation without account here."""
    return (
        demande.state != State.CLOSED
        and demande.organisation is not None
        and not has_people(demande.organisation)
    )


def shown_files(message: Message, demande: Demande) -> list[tuple[Attachment, str]]:
    """The files of a message with the name to show: the person's own once both share.

    Before, « Document 1.pdf »: a name may carry a phone or an address in any spelling. What an
    organisation sends keeps its name.
    """
    is_named = both_share(demande) or is_from_organisation(message, demande)
    files = sorted(message.attachments.all(), key=lambda file: file.pk)
    return [
        (file, file.name if is_named else _neutral(file, number))
        for number, file in enumerate(files, start=1)
    ]


def _neutral(file: Attachment, number: int) -> str:
    return f"Document {number}{PurePosixPath(file.name).suffix}"


def in_words(moment: datetime) -> str:
    """« mardi 3 novembre », in Paris."""
    return date_format(timezone.localtime(moment), "l j F")


def _messages(user: Any, demande: Demande) -> list[Message]:
    shown = demande.messages.shown_to(user, demande)
    return list(shown.select_related("author", "reported").prefetch_related("attachments"))


def _left_at(demande: Demande) -> datetime | None:
    """When who asked closed their account, while it may still be taken back."""
    if demande.is_asker_here or demande.requester_id is None:
        return None
    leaving = Departure.objects.filter(user=demande.requester_id)
    return leaving.values_list("asked_at", flat=True).first()


def _line(message: Message, demande: Demande, user: Any, left_at: datetime | None) -> MessageLine:
    mine, shown_from = message.author_id == user.pk, message.shown_from
    is_to_come = shown_from is not None and shown_from > timezone.now()
    if message.from_requester:
        author = asker_name(demande)
    elif demande.organisation is not None and message.author is not None:
        author = f"{message.author.public_name}, {demande.organisation.name}"
    else:
        author = recipient_name(demande)
    return MessageLine(
        message=message,
        author="Vous" if mine else author,
        is_mine=mine,
        text=readable_text(message, demande),
        is_masked=hides_something(message, demande),
        is_only_contact=hides_all(message, demande),
        files=shown_files(message, demande),
        may_report=not mine and message.hidden_at is None,
        leaves_at=shown_from if demande.is_asker_here and is_to_come else None,
        is_undelivered=bool(left_at and shown_from and left_at < shown_from),
    )


def _steps(demande: Demande, lines: list[MessageLine]) -> list[TimelineStep]:
    waiting = demande.state == State.WAITING and demande.is_asker_here
    # Offered again by the clock: nobody wrote it that day.
    sent = "Demande proposée" if demande.reoffered_from_id else "Demande envoyée"
    steps = [TimelineStep(sent, demande.created_at)]
    first = next((line for line in lines if not line.message.from_requester), None)
    if first is not None and first.is_undelivered:
        steps.append(TimelineStep("Première réponse", note="non remise : le compte était fermé"))
    elif demande.first_answer_at:
        steps.append(TimelineStep("Première réponse", demande.first_answer_at))
    elif waiting:
        expected = expected_before(demande.kind, demande.clock_from, demande.departement_id)
        since = "depuis" if expected < timezone.now() else "au plus tard"
        note = f"attendue {since} le {in_words(expected)}"
        steps.append(TimelineStep("Première réponse", note=note, is_current=True))
    if demande.kind == Kind.EXPLOITANT:
        current = demande.state == State.ANSWERED
        is_done = demande.is_of_connected_building
        note = "Immeuble raccordé" if is_done else demande.get_desk_status_display()
        steps.append(TimelineStep("Projet", note=note, is_current=current))
    elif demande.state == State.ANSWERED:
        steps.append(TimelineStep("Échange en cours", is_current=True))
    if demande.state == State.CLOSED:
        closed = ClosedBecause(demande.closed_because).label if demande.closed_because else "Close"
        steps.append(TimelineStep(closed, demande.closed_at, is_current=True))
    else:
        steps.append(TimelineStep("Échange clos"))
    return steps


def _may_offer_date(user: Any, demande: Demande) -> bool:
    """A host whose visits others may book, who can still answer; not on pause."""
    host = demande.ambassadeur
    if host is None or host.is_paused or not host.is_public or restrictions_of(user).on_messages:
        return False
    return can_write_thread(user, demande)


def _by_mail(demande: Demande) -> str:
    nobody = f"Personne {after_de(recipient_name(demande))} n’a de compte ici"
    if not mailbox_of(demande):
        return f"{nobody}, et nous n’avons pas son adresse électronique : appelez, n’attendez pas."
    return (
        f"{nobody} : ce que vous lui écrivez lui est transmis par courriel. Vous pouvez aussi "
        "l’appeler ou lui écrire."
    )


def _next_step(
    user: Any,
    demande: Demande,
    lines: list[MessageLine],
    renewed: Demande | None,
    anew: Demande | None,
) -> str:
    asked = is_requester(user, demande)
    other = recipient_name(demande) if asked else asker_name(demande)
    if demande.state == State.CLOSED:
        if asked and is_asked_again(demande):
            return (
                "Cet échange est clos. Un autre membre de votre copropriété a fait la même demande "
                "depuis : suivez la sienne dans « Ma copropriété »."
            )
        if anew is not None:
            return "Cet échange est clos. Vous en avez ouvert un autre depuis : continuez là-bas."
        if can_reopen(user, demande):
            if not _has_room(demande):
                return f"Cet échange est clos. {other} ne peut pas le reprendre en ce moment."
            return "Cet échange est clos. Une nouvelle question ? Vous pouvez le rouvrir."
        if not asked or demande.closed_because not in OFFERED_AGAIN:
            return "Cet échange est clos : il n’y a plus rien à faire."
        if renewed:
            told = "Votre demande a été proposée à une autre copropriété"
            if renewed.state == State.CLOSED:
                return f"{told} : cet autre échange est clos aussi."
            return f"{told} : elle continue là-bas."
        if all(line.message.hidden_at for line in lines if line.message.from_requester):
            return (
                "La modération a masqué votre message : il n’a été transmis à personne d’autre. "
                "Écrivez une nouvelle demande, avec d’autres mots."
            )
        near = " près de chez vous" if demande.purpose == Purpose.VISITE else ""
        return f"Aucune autre copropriété n’était disponible{near}. Écrivez à un autre ambassadeur."
    if not has_both_sides(demande):
        return "L’autre personne a fermé son compte : elle ne lit plus rien. Vous pouvez clore."
    if demande.is_project_over:
        ended = f"Le projet est terminé : {demande.get_desk_status_display().lower()}."
        if why_not_message(user):
            return ended
        instead = "faire une nouvelle demande" if asked and demande.is_given_up else "le clore"
        return f"{ended} Vous pouvez encore écrire ici, ou {instead}."
    if restrictions_of(user).on_messages and not (asked and demande.state == State.WAITING):
        return "Vous ne pouvez pas écrire ici pour le moment. Vous pouvez tout lire, et clore."
    expected = expected_before(demande.kind, demande.clock_from, demande.departement_id)
    before, is_late = in_words(expected), expected < timezone.now()
    if demande.state == State.WAITING:
        if not asked and is_late:
            return f"{other} attend votre réponse : elle était due le {before}. Écrivez-lui."
        if not asked:
            return f"Répondez à {other} au plus tard le {before}. Quelques lignes suffisent."
        if is_late and demande.kind != Kind.AMBASSADEUR:
            told = f"La réponse était attendue le {before} : {reminded(demande)}."
            return f"Votre message est remis à {other}. {told}"
        done = f"Rien à faire : votre message est remis à {other}."
        if demande.kind == Kind.AMBASSADEUR:
            return f"{done} Sans réponse le {before}, nous chercherons qui d’autre peut répondre."
        return f"{done} Réponse attendue au plus tard le {before}."
    last = lines[-1].message if lines else None
    if asked and demande.is_quote_awaited and last is not None and last.from_requester:
        return f"{other} prépare votre devis. Rien à faire : vous recevrez un courriel."
    answered = demande.first_answer_at
    if answered and last is not None and last.sent_at < answered and last.from_requester:
        # By a date of visit, the one answer that is no message (`answer_with_a_date`).
        day = f"Le {in_words(answered)}"
        if asked:
            return f"{day}, {other} a proposé une date de visite. Elle ne vous va pas ? Écrivez."
        return f"{day}, vous avez proposé une date de visite. Rien n’est attendu de vous."
    if last is not None and last.from_requester == asked:
        if asked and is_outside(demande):
            return _by_mail(demande)
        return f"C’est à {other} d’écrire. Vous recevrez un courriel."
    if asked:
        thanks = "clôturez" if demande.thanked_at else "remerciez, puis clôturez"
        if demande.is_quote_awaited:
            missing = "il peut lui manquer une précision que vous seul connaissez"
            return f"{other} prépare votre devis. Lisez sa réponse : {missing}."
        read = "Lisez la réponse, et écrivez si vous en attendez plus."
        if demande.kind == Kind.EXPLOITANT:
            # To close it takes back one's agreement: the operator would lose the project.
            return f"{read} Laissez l’échange ouvert tant que votre projet avance."
        return f"{read} Tout est dit ? Alors {thanks} l’échange."
    return f"{other} vous a écrit : répondez, ou clôturez l’échange s’il est terminé."


def _contact(demande: Demande, *, asked: bool) -> list[tuple[str, str]]:
    """The other side's details, once both accept: (kind, value)."""
    if not both_share(demande):
        return []
    if not asked:
        return [("email", demande.requester.email)] if demande.requester else []
    if demande.ambassadeur is not None:
        return [("email", demande.ambassadeur.user.email)]
    found = demande.organisation
    details = (("email", found.email), ("phone", found.phone)) if found else ()
    return [(kind, value) for kind, value in details if value]


def to_answer(user: object) -> int:
    """How many requests wait for this person: none while a measure forbids them to answer."""
    return 0 if restrictions_of(user).on_messages else Demande.objects.to_answer_by(user)
