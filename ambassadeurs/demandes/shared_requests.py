"""What the others of a building read of the requests of one of them, and how they follow them.

What the people of a building do with a request of one of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ambassadeurs.coproprietes.models import Copropriete
from communaute.comptes.models import User
from communaute.notifications.preferences.services import comes_by

from .contact_details import readable_text
from .enums import Kind, Purpose, State
from .errors import NotAllowed
from .mails import notify
from .models import Demande, Follower, Message
from .names import asker_name, recipient_name
from .pages import MessageLine, in_words, shown_files
from .perms import belongs_to, is_member, is_requester
from .recipients import expected_before
from .services.desk_acts import as_told

SHARED = "C’est noté : les autres membres de votre copropriété peuvent lire cet échange."
KEPT = (
    "C’est noté : les autres membres de votre copropriété ne lisent pas cet échange. Ils savent "
    "que la demande est faite, et où elle en est."
)
LEFT = "Vous ne suivez plus cette demande."


@require_POST
@login_required
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open one's thread to the others of the building, or close it again."""
    demande = get_object_or_404(Demande.objects.sent_by(request.user), public_id=public_id)
    chosen = "oui" in request.POST
    share_with_members(actor=request.user, demande=demande, is_shared=chosen)  # type: ignore[arg-type]
    messages.success(request, SHARED if chosen else KEPT)
    return redirect(demande)


@require_POST
@login_required
def join(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Follow a request of one's building, or no longer."""
    demande = get_object_or_404(Demande.objects.of_members(request.user), public_id=public_id)
    chosen = "oui" in request.POST
    if chosen and demande.state == State.CLOSED:
        messages.info(request, "Cette demande est close : il n’y a plus de réponse à attendre.")
        return redirect("ambassadeurs:project", demande.copropriete_id)
    follow(actor=request.user, demande=demande, is_followed=chosen)  # type: ignore[arg-type]
    way = comes_by(request.user, "demandes.followed")
    messages.success(
        request, f"Vous suivez cette demande. À sa réponse, {way}." if chosen else LEFT
    )
    return redirect("ambassadeurs:project", demande.copropriete_id)


# Who, of the people of a building, reads a request of one of them, and is told of its answer.


@transaction.atomic
def share_with_members(*, actor: User, demande: Demande, is_shared: bool) -> Demande:
    """Let the others of the building read the thread, or no longer, by who wrote it. Again changes
    nothing. Raises NotAllowed."""
    row = Demande.objects.select_for_update().get(pk=demande.pk)
    if not is_requester(actor, row) or row.organisation_id is None:
        raise NotAllowed("Seule la personne qui a fait la demande l’ouvre aux autres membres.")
    if is_shared != (row.shared_with_members_at is not None):
        row.shared_with_members_at = timezone.now() if is_shared else None
        row.save(update_fields=["shared_with_members_at"])
    return row


def forget_followed(actor: User, copropriete: int) -> None:
    """Who leaves a building (pk) follows its requests no more."""
    Follower.objects.filter(demande__copropriete=copropriete, user=actor).delete()


@transaction.atomic
def follow(*, actor: User, demande: Demande, is_followed: bool) -> None:
    """Join a request that another member of the building made, or leave it. Again changes nothing.
    Raises NotAllowed."""
    row = Demande.objects.select_for_update().get(pk=demande.pk)
    if not is_followed:
        Follower.objects.filter(demande=row, user=actor).delete()
        return
    if not is_member(actor, row):
        raise NotAllowed("Cette demande n’est pas celle de votre copropriété.")
    _, is_new = Follower.objects.get_or_create(demande=row, user=actor)
    if is_new:
        notify.announce_held(row, actor)


# The requests of a building, as its people read them: a line each, and the thread of those whose
# writer agreed.


# « a demandé un devis ».
_ASKED = {
    Purpose.RENDEZ_VOUS: "un rendez-vous",
    Purpose.DEVIS: "un devis",
    Purpose.CONSEIL: "un conseil",
}


@dataclass(frozen=True)
class BuildingLine:
    """One request of the building, for one of its people; followers by the names they chose."""

    demande: Demande
    is_mine: bool
    is_followed: bool
    followers: list[str] = field(default_factory=list)

    @property
    def asked(self) -> str:
        """« un devis et un rendez-vous »."""
        return " et ".join(_ASKED[one] for one in self.demande.purposes)

    @property
    def is_readable(self) -> bool:
        """Whether the line leads to the thread."""
        return self.is_mine or self.demande.shared_with_members_at is not None

    @property
    def is_open(self) -> bool:
        return self.demande.state != State.CLOSED

    @property
    def may_follow(self) -> bool:
        here = self.is_open and self.demande.is_asker_here
        return here and not self.is_mine and not self.is_followed

    @property
    def expected(self) -> datetime | None:
        """When the answer should come; None once it came, or nobody waits."""
        one = self.demande
        if one.state != State.WAITING or not one.is_asker_here:
            return None
        return expected_before(one.kind, one.clock_from, one.departement_id)

    @property
    def awaited(self) -> str:
        """What is awaited and when, or where it stands: words that follow those of `asked`."""
        if (expected := self.expected) is not None:
            since = "qui était attendue" if expected < timezone.now() else "attendue"
            return f"réponse {since} {in_words(expected)}"
        one = self.demande
        if not self.is_open:
            return "échange clos"
        if one.is_of_connected_building:
            return "immeuble raccordé"
        if one.kind == Kind.EXPLOITANT and one.first_answer_at is not None:
            return f"réponse reçue ; projet : {one.get_desk_status_display().lower()}"
        if one.first_answer_at is not None:
            return "réponse reçue"
        # Only an operator moves a project; an agency says where the exchange stands.
        is_advice = one.kind == Kind.AGENCE
        return (one.get_state_display() if is_advice else one.get_desk_status_display()).lower()


def requests_of(copropriete: Copropriete, user: Any) -> list[BuildingLine]:
    """What the people of a building ask of its operator and agency, those open first (two
    queries, one more when an organisation has just acted, one when the building is connected)."""
    rows = Demande.objects.of_building(copropriete).for_members()
    return lines(rows.order_by("-created_at", "-pk"), user)


def lines(demandes: Iterable[Demande], user: Any) -> list[BuildingLine]:
    """Rows of `for_members`, those open first."""
    found = list(demandes)
    as_told(found)
    made = [_line_of(one, user) for one in found]
    return sorted(made, key=lambda line: not line.is_open)


def line_of(demande: Demande, user: Any) -> BuildingLine:
    as_told([demande])
    return _line_of(demande, user)


def _line_of(demande: Demande, user: Any) -> BuildingLine:
    followers = list(demande.followers.all())
    return BuildingLine(
        demande,
        is_mine=is_requester(user, demande),
        is_followed=any(one.user_id == user.pk for one in followers),
        followers=[one.user.public_name for one in followers if one.user.is_active],
    )


def thread_for_members(demande: Demande, user: Any) -> dict[str, Any]:
    """Context of the thread for the others of the building: read only, contacts masked, nothing of
    what the organisation may still take back."""
    line = line_of(demande, user)
    told = demande.messages.told().select_related("author").prefetch_related("attachments")
    return {
        "demande": demande,
        "line": line,
        "other": recipient_name(demande),
        "lines": [_message(one, demande) for one in told],
        "has_left": demande.copropriete_id is not None
        and not (demande.is_asker_here and belongs_to(demande.requester, demande.copropriete_id)),
    }


def _message(message: Message, demande: Demande) -> MessageLine:
    text = readable_text(message, demande, for_both=False)
    author = asker_name(demande) if message.from_requester else recipient_name(demande)
    return MessageLine(
        message=message,
        author=author,
        text=text,
        files=shown_files(message, demande),
    )
