"""Which mails may be answered by mail, and what an answer becomes: registered by the rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from socle.errors import Refused

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.notifications.models import Mail
    from socle.uploads import CheckedFile

FOLDER = "notifications/replies"


class TryLater(Refused):
    """One wrote too fast: the same message may be received in a moment. `str()` says it."""


@dataclass(frozen=True)
class Place:
    """What is answered, as the person knows it, and its path on the site."""

    title: str
    url: str


@dataclass(frozen=True)
class Reply:
    """What somebody answered by mail: their words alone, and the files one may keep.

    `submission_key` is the same for the same message, however often it arrives.
    """

    actor: User
    pk: int
    text: str
    files: Sequence[CheckedFile]
    submission_key: UUID


@dataclass(frozen=True)
class Written:
    """What a room wrote of a reply: its path, and in words why others do not read it yet."""

    url: str
    waits: str = ""


@dataclass(frozen=True)
class Thread:
    """One thing that people answer by mail.

    `key` names its words, `notifications/replies/<key>.txt`, in partials: `invite` (the line of a
    mail that may be answered) and `done` (what became of the answer). `code`: the letter of its
    addresses, never changed. `kinds`: the mails that may be answered. `pk_of(mail)`: of which
    object, None when there is none. `place(actor, pk)`: what it is, None when this person may not
    read it any more. `receive(reply)` writes through the service of the room and returns what it
    wrote; it raises `Refused`, whose sentence is mailed, or `TryLater`.
    """

    key: str
    code: str
    kinds: tuple[str, ...]
    pk_of: Callable[[Mail], int | None]
    place: Callable[[User, int], Place | None]
    receive: Callable[[Reply], Written]
    takes_files: bool = False

    @property
    def template(self) -> str:
        return f"{FOLDER}/{self.key}.txt"


_THREADS: dict[str, Thread] = {}
# Mails of rooms above that are answered in the thread of a room below, by the key of that thread.
_MORE: dict[str, set[str]] = {}


def register(thread: Thread) -> None:
    """Add a thread at start-up. Raises ValueError when its code or a kind is another's."""
    for other in _THREADS.values():
        if other.key == thread.key or other.code == thread.code:
            message = f"two threads are called {thread.key} or {thread.code}"
            raise ValueError(message)
        if both := kinds_of(other) & kinds_of(thread):
            message = f"{both} cannot be answered in {other.key} and in {thread.key}"
            raise ValueError(message)
    _THREADS[thread.key] = thread


def answered_in(key: str, *kinds: str) -> None:
    """At start-up, add mails of a room above: they are answered in the thread `key` below."""
    _MORE.setdefault(key, set()).update(kinds)


def kinds_of(thread: Thread) -> set[str]:
    """Every mail that may be answered in this thread."""
    return {*thread.kinds, *_MORE.get(thread.key, ())}


def threads() -> list[Thread]:
    return list(_THREADS.values())


def thread_of_code(code: str) -> Thread | None:
    return next((thread for thread in _THREADS.values() if thread.code == code), None)


def thread_of_kind(kind: str) -> Thread | None:
    """The thread that the mails of this kind may be answered in."""
    return next((thread for thread in _THREADS.values() if kind in kinds_of(thread)), None)
