"""The requests of a building, as its people read them: a line each, and the thread of those whose
writer agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ..contact_details import readable_text
from ..enums import Kind, Purpose, State
from ..models import Demande
from ..names import asker_name, recipient_name
from ..pages import Line, in_words, shown_files
from ..perms import belongs_to, is_requester
from ..recipients import expected_before
from ..services.desk_acts import as_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ambassadeurs.coproprietes.models import Copropriete

    from ..models import Message

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
        return self.is_open and not self.is_mine and not self.is_followed

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
            since = "était attendue" if expected < timezone.now() else "attendue"
            return f"réponse {since} {in_words(expected)}"
        one = self.demande
        if not self.is_open:
            return "échange clos"
        if one.is_of_connected_building:
            return "immeuble raccordé"
        if one.kind == Kind.EXPLOITANT and one.first_answer_at is not None:
            return f"réponse reçue ; projet : {one.get_desk_status_display().lower()}"
        return "réponse reçue" if one.first_answer_at else one.get_desk_status_display().lower()


def requests_of(copropriete: Copropriete, user: Any) -> list[BuildingLine]:
    """What the people of a building ask of its operator and agency, those open first (two
    queries, one more when an organisation has just acted)."""
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
        and not belongs_to(demande.requester, demande.copropriete_id),
    }


def _message(message: Message, demande: Demande) -> Line:
    text = readable_text(message, demande, for_both=False)
    author = asker_name(demande) if message.from_requester else recipient_name(demande)
    return Line(
        message=message,
        author=author,
        is_mine=False,
        text=text,
        is_masked=False,
        is_only_contact=False,
        files=shown_files(message, demande),
        may_report=False,
    )
