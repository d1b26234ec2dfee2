"""Addresses where one answers: signed, for one person and one thread, for 90 days (`NUMBERS`).

`reponse+q1f4-2s9-thd5mo-<signature>@…`: the letter of the thread, the object, the person, the
moment from which it is worth nothing (seconds since 1970), numbers in base 36; then 100 bits of an
HMAC-SHA256 of all that. Small letters and digits only: servers may change the case of an address.

A room says at start-up (`AppConfig.ready`) which of its mails may be answered:

    register_thread(ReplyThread(key="question", code="q", kinds=(…), pk_of=…, place=…, receive=…))

A room above adds its own mails to a thread below: `answered_in("question", …)`. What arrives is
read by `notifications.inbound`.
"""

import re
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import formataddr, parseaddr
from string import ascii_lowercase, digits
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils.crypto import constant_time_compare, salted_hmac

from communaute.comptes.models import User
from socle.errors import Refused
from socle.uploads import CheckedFile

from .models import Mail
from .numbers import NUMBERS

# RFC 5321, 4.5.3.1.1.
LOCAL_MAX = 64
# What the longest token of ten billion objects and people takes.
TOKEN_MAX = 44
PLACE = "{token}"
SALT = "answers by mail"
MAC_LENGTH = 20
DIGITS = digits + ascii_lowercase
_TOKEN = re.compile(
    rf"(?P<signed>(?P<code>[a-z])(?P<pk>[0-9a-z]+)-(?P<user>[0-9a-z]+)-(?P<end>[0-9a-z]{{6,7}}))"
    rf"-(?P<mac>[a-z2-7]{{{MAC_LENGTH}}})"
)


@dataclass(frozen=True)
class ReplyAddress:
    """What an address of ours says. `is_true`: we made it; else somebody changed or made it up."""

    code: str
    pk: int
    user_pk: int
    expires_at: datetime
    is_true: bool


def is_configured() -> bool:
    """Whether answers by mail can reach us."""
    return bool(settings.INBOUND_EMAIL)


def make_address(*, code: str, pk: int, user_pk: int, now: datetime) -> str:
    """The address where this person answers in this thread; "" when no mail can reach us."""
    if not is_configured():
        return ""
    end = now + timedelta(days=NUMBERS.reply_days)
    signed = f"{code}{_base36(pk)}-{_base36(user_pk)}-{_base36(int(end.timestamp()))}"
    token = f"{signed}-{_mac(signed, settings.SECRET_KEY)}"
    return settings.INBOUND_EMAIL.replace(PLACE, token).lower()


def read_address(address: str) -> ReplyAddress | None:
    """What an address says; None for one that has not the shape of ours. Never raises."""
    found = _shape().fullmatch(address.strip().lower()) if is_configured() else None
    if found is None:
        return None
    token = _TOKEN.fullmatch(found["token"])
    if token is None:
        return ReplyAddress("", 0, 0, datetime.fromtimestamp(0, UTC), is_true=False)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    macs = [_mac(token["signed"], key) for key in keys]
    return ReplyAddress(
        code=token["code"],
        pk=int(token["pk"], 36),
        user_pk=int(token["user"], 36),
        expires_at=datetime.fromtimestamp(int(token["end"], 36), UTC),
        is_true=any(constant_time_compare(mac, token["mac"]) for mac in macs),
    )


def _shape() -> re.Pattern[str]:
    before, _, after = settings.INBOUND_EMAIL.lower().partition(PLACE)
    return re.compile(rf"{re.escape(before)}(?P<token>[^@]{{1,60}}){re.escape(after)}")


def _mac(signed: str, key: str) -> str:
    mac = salted_hmac(SALT, signed, secret=key, algorithm="sha256").digest()
    return b32encode(mac).decode().lower()[:MAC_LENGTH]


def _base36(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, 36)
        found = DIGITS[rest] + found
    return found or "0"


def check_inbound(**kwargs: Any) -> list[CheckMessage]:
    """INBOUND_EMAIL is an address with a place for the token; threads have their words."""
    return [Error(problem, id="notifications.E002") for problem in [*_address(), *_words()]]


def _address() -> list[str]:
    address = settings.INBOUND_EMAIL
    if not address:
        return []
    longest = address.replace(PLACE, "a" * TOKEN_MAX)
    try:
        validate_email(longest)
    except ValidationError:
        return [f"INBOUND_EMAIL: {address} is not an address such as reponse+{PLACE}@exemple.fr"]
    if address.count(PLACE) != 1 or PLACE not in address.partition("@")[0]:
        return [f"INBOUND_EMAIL: {PLACE} is missing before the @ of {address}"]
    if len(longest.partition("@")[0]) > LOCAL_MAX:
        return [
            f"INBOUND_EMAIL: {address} is too long by {len(longest.partition('@')[0]) - LOCAL_MAX}"
        ]
    return []


def _words() -> list[str]:
    missing = []
    for thread in threads():
        for part in ("invite", "done"):
            try:
                Engine.get_default().get_template(f"{thread.template}#{part}")
            except TemplateDoesNotExist:
                missing.append(f"{thread.template} has no partial {part}")
    return missing


# The letter of the addresses to which our mails come back.
BOUNCE_CODE = "z"


def reply_to(mail: Mail, now: datetime) -> str:
    """The address, with our name, where this mail is answered; "" for one that nobody answers so,
    or while no mail can reach us."""
    thread = thread_of_kind(mail.kind)
    pk = thread.pk_of(mail) if thread and mail.user_id else None
    if thread is None or pk is None or mail.user_id is None:
        return ""
    address = make_address(code=thread.code, pk=pk, user_pk=mail.user_id, now=now)
    return formataddr((parseaddr(settings.DEFAULT_FROM_EMAIL)[0], address)) if address else ""


def invitation(mail: Mail) -> str:
    """The line of a mail that may be answered: what becomes of the answer."""
    thread = thread_of_kind(mail.kind)
    return words_of_thread(thread.template, "invite", {}) if thread else ""


def return_path(mail: Mail, now: datetime) -> str:
    """Where this mail comes back when its address refuses it; "" while no mail can reach us."""
    return make_address(code=BOUNCE_CODE, pk=mail.pk, user_pk=0, now=now)


def words_of_thread(template: str, part: str, context: dict[str, object]) -> str:
    """One partial of the words of a thread, on one line."""
    found = Engine.get_default().get_template(f"{template}#{part}")
    return " ".join(found.render(Context(context, autoescape=False)).split())


# Which mails may be answered by mail, and what an answer becomes: registered by the rooms.


FOLDER = "notifications/replies"


class TryLater(Refused):
    """One wrote too fast: the same message may be received in a moment. `str()` says it."""


@dataclass(frozen=True)
class ReplyTarget:
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
class ReplyThread:
    """One thing that people answer by mail.

    `key` names its words, `notifications/replies/<key>.txt`, in partials: `invite` (the line of a
    mail that may be answered) and `done` (what became of the answer). `code`: the letter of its
    addresses, never changed. `kinds`: the mails that may be answered. `pk_of(mail)`: of which
    object, None when there is none. `place(actor, pk)`: what it is, None when this person may not
    read it any more. `receive(reply)` writes through the service of the room and returns what it
    wrote; it raises `Refused`, whose sentence is mailed, or `TryLater`. `may_change`: what one
    wrote there is changed on the site.
    """

    key: str
    code: str
    kinds: tuple[str, ...]
    pk_of: Callable[[Mail], int | None]
    place: Callable[[User, int], ReplyTarget | None]
    receive: Callable[[Reply], Written]
    takes_files: bool = False
    may_change: bool = True

    @property
    def template(self) -> str:
        return f"{FOLDER}/{self.key}.txt"


_THREADS: dict[str, ReplyThread] = {}
# Mails of rooms above that are answered in the thread of a room below, by the key of that thread.
_MORE: dict[str, set[str]] = {}


def register_thread(thread: ReplyThread) -> None:
    """Add a thread at start-up. Raises ValueError when its code or a kind is another's."""
    for other in _THREADS.values():
        if other.key == thread.key or other.code == thread.code:
            raise ValueError(f"two threads are called {thread.key} or {thread.code}")
        if both := kinds_of(other) & kinds_of(thread):
            raise ValueError(f"{both} cannot be answered in {other.key} and in {thread.key}")
    _THREADS[thread.key] = thread


def answered_in(key: str, *kinds: str) -> None:
    """At start-up, add mails of a room above: they are answered in the thread `key` below."""
    _MORE.setdefault(key, set()).update(kinds)


def kinds_of(thread: ReplyThread) -> set[str]:
    """Every mail that may be answered in this thread."""
    return {*thread.kinds, *_MORE.get(thread.key, ())}


def threads() -> list[ReplyThread]:
    return list(_THREADS.values())


def thread_of_code(code: str) -> ReplyThread | None:
    return next((thread for thread in _THREADS.values() if thread.code == code), None)


def thread_of_kind(kind: str) -> ReplyThread | None:
    """The thread that the mails of this kind may be answered in."""
    return next((thread for thread in _THREADS.values() if kind in kinds_of(thread)), None)
