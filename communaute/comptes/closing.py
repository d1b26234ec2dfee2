"""Closing one's account, for good: the person asks, each room erases its part, the row goes.

A room says at start-up (`AppConfig.ready`) what it does, and what the page tells of it:

    register_closing_parts(ClosingPart("visites", "visites/closing.html", erase))

The template holds partials of list items: `erased` (at once), `stays` (without the name), `kept`
(and why); each may be empty. Upper rooms come first: what they erase leans on the rooms below.
What no part erases goes with the row (CASCADE) or loses its author (SET_NULL).
Before anything is erased, each part locks what it will touch (`lock`), lower rooms first: the order
of all locks is in docs/mecanismes.md.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from socle.hooks import call_hooks
from socle.public_pages import touch_public_pages

from .enums import Closed, MembershipRole
from .errors import ClosingRefused, ErasureNotWritten
from .models import Membership, Organisation, User

Erase = Callable[[User, datetime], None]
Lock = Callable[[User], None]


@dataclass(frozen=True)
class ClosingPart:
    """What one room does of an account that closes; without `erase`, words only."""

    key: str
    template: str
    erase: Erase | None = None
    lock: Lock | None = None

    @property
    def erased(self) -> str:
        return f"{self.template}#erased"

    @property
    def stays(self) -> str:
        return f"{self.template}#stays"

    @property
    def kept(self) -> str:
        return f"{self.template}#kept"


_parts: dict[str, ClosingPart] = {}


def register_closing_parts(*added: ClosingPart) -> None:
    """Add the parts of a room; a second one of the same key replaces the first."""
    _parts.update({part.key: part for part in added})


def parts() -> list[ClosingPart]:
    """The parts of all rooms, upper rooms first."""
    return list(_parts.values())


def account_switched(user: User) -> None:
    """An account was closed for a while, or opened again: nothing is erased."""
    call_hooks("comptes.account_switched", user)


def obstacle_of(user: User) -> str:
    """Why this account cannot close yet, in words for the person; "" when it can."""
    if user.is_superuser:
        return (
            "Votre compte administre le service. Faites d’abord retirer ce droit par une autre "
            "personne de l’équipe nationale."
        )
    alone = [str(organisation) for organisation in _led_by_nobody_else(user)]
    if alone:
        return (
            f"Vous êtes la dernière personne responsable de {', '.join(alone)}. "
            "Nommez d’abord quelqu’un d’autre."
        )
    return ""


def why_kept(person: User) -> str:
    """Why an account is not deleted, in words for who administers; "" when it may be."""
    if not obstacle_of(person):
        return ""
    if person.is_superuser:
        return "il administre le service ; retirez-lui d’abord ce droit."
    return "c’est le dernier responsable d’une organisation ; nommez-en d’abord un autre."


@transaction.atomic
def close_account(
    *,
    actor: User,
    now: datetime | None = None,
    erase_texts: bool = False,
    why: Closed = Closed.ASKED,
) -> bool:
    """Close the account of `actor`: nothing of it can be found again. Again changes nothing. `why`
    is told in the last mail.

    What they published stays, without their name; with `erase_texts` it goes too. Returns whether
    there was an account to close. Raises ClosingRefused for who administers the service, and for
    the last lead of an organisation that has other members; ErasureNotWritten.
    """
    person = User.objects.select_for_update().filter(pk=actor.pk).first()
    if person is None:
        return False
    # Two leads who leave at once: the second one reads what the first one left.
    mine = Organisation.objects.filter(memberships__user=person).values("pk")
    list(Organisation.objects.select_for_update().filter(pk__in=mine).order_by("pk"))
    if obstacle := obstacle_of(person):
        raise ClosingRefused(obstacle)
    for part in reversed(parts()):
        if part.lock is not None:
            part.lock(person)
    now = now or timezone.now()
    if erase_texts:
        call_hooks("comptes.erase_texts", person, now)
    for part in parts():
        if part.erase is not None:
            part.erase(person, now)
    call_hooks("comptes.account_closed", person, now, why)
    number = person.pk
    person.delete()
    touch_public_pages()
    # Last: outside of the database, it is not undone.
    note(Erasure(number, now, texts=erase_texts))
    return True


def left_alone(user: User) -> list[Organisation]:
    """Organisations where nobody else works: what comes to them waits once this person is gone."""
    mine = Organisation.objects.filter(memberships__user=user)
    others = Membership.objects.filter(user__is_active=True).exclude(user=user)
    return list(mine.exclude(pk__in=others.values("organisation")).order_by("name"))


def _led_by_nobody_else(user: User) -> list[Organisation]:
    """Organisations with other members, of which this person is the only lead."""
    found = []
    lead = MembershipRole.RESPONSABLE
    for membership in user.memberships.filter(role=lead).select_related("organisation"):
        others = membership.organisation.memberships.exclude(user=user)
        if others.exists() and not others.filter(role=lead).exists():
            found.append(membership.organisation)
    return found


# The list of the accounts that were erased, apart from the database: number and moment, no more.
#
# An old backup brings back who was erased since, and nothing in it says so. Each erasure is
# therefore an empty file whose name says all (`20261128T214503Z-12345`, and `-textes` when what the
# person had published went too), in a storage of its own (`ERASURES_DIR`, or S3 with `S3_URL`):
# several machines add to it without waiting for one another, and backups carry it. The room «
# donnees » reads it (`erasing_again`).


logger = logging.getLogger(__name__)

_NAME = re.compile(r"(\d{8}T\d{6}Z)-(\d+)(-textes)?")
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Erasure:
    """An account that was erased, to the second; `texts`: with what it had published."""

    number: int
    at: datetime
    texts: bool

    @property
    def name(self) -> str:
        return f"{self.at.astimezone(UTC):{_MOMENT}}-{self.number}{'-textes' * self.texts}"


def note(erasure: Erasure) -> None:
    """Add an erasure to the list, just before it is committed: none is ever missing there. The one
    that then fails is tried again by whoever asked for it. Raises ErasureNotWritten."""
    try:
        # Empty files are not kept everywhere.
        _storage().save(erasure.name, ContentFile(b"\n"))
    except Exception as error:  # the disk's, or any of those of an S3 library
        logger.exception("an erasure could not be written")
        raise ErasureNotWritten from error


def erasures() -> Iterator[Erasure]:
    """All that the list holds, oldest first."""
    try:
        names = sorted(_storage().listdir("")[1])
    except FileNotFoundError:
        return
    for name in names:
        if found := _NAME.match(name):
            at = datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
            yield Erasure(int(found[2]), at, texts=found[3] is not None)


def _storage() -> Storage:
    return storages["erasures"]
