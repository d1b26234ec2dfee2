"""The catalogue of what is told: every kind of message, registered by the room that sends it.

A room says at start-up (`AppConfig.ready`) what it tells:

    from communaute.notifications.catalogue import Kind, register_kinds

    register_kinds(
        Kind(
            key="questions.first_answer",
            label="Première réponse à ma question",
            who="La personne qui a posé la question.",
            when="Dès que quelqu’un d’autre répond pour la première fois.",
        )
    )

and writes its words in `notifications/mails/kinds/questions/first_answer.txt`, in partials:

    subject   of the mail, and the line on the site unless there is a `line`
    line      on the site, when it says more or less than the subject
    body      the text under the line on the site; the text of the mail unless there is a `text`
    text      of the mail
    why       why one gets it, at the foot of the mail
    thread    what it is about, over the lines of one thread in the mail that gathers them
    action    the words of the button (« Voir sur le site » by default)

`subject` is compulsory; a kind that is mailed also has `why`, and `text` or `body`. The HTML of the
mail is made from its text; a kind that wants its own adds `first_answer.html`, which extends
`notifications/mails/mail.html`. A system check refuses a kind whose template is missing or
incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from .numbers import NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from .models import Mail

# The kind that gathers all that waits for the morning.
DIGEST = "notifications.digest"
# What leads back to an account that one was closing: a code, or the word that there is one; and
# what is done to it meanwhile, before the second factor that opens it.
COMEBACK = [
    "comptes.login_code",
    "comptes.password_reset_code",
    "comptes.account_already_exists",
    "comptes.password_reset",
    "comptes.second_factor_forgotten",
]
FOLDER = "notifications/mails/kinds"


class Channel(StrEnum):
    """How a kind reaches people unless they choose otherwise; on the site in any case."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "instant": "courriel aussitôt",
            "daily": f"courriel à {NUMBERS.daily_hour} h",
            "weekly": f"courriel chaque semaine, à {NUMBERS.daily_hour} h",
            "none": "sur le site",
        }[self.value]


class Attachment(NamedTuple):
    """A file that goes with a mail."""

    name: str
    content: bytes
    content_type: str


class Priority(IntEnum):
    """Which mails leave first: the person waits in front of the page for a code."""

    CODE = 0
    SOON = 5
    NORMAL = 10


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `key` is `<room>.<name>` and names its template; `label` is for people (list, preferences);
    `who` gets it and `when`, in sentences. `may_be_off`: people choose
    how they get it, or not at all. `at_work`: only members of an organisation get it; `concerns`:
    only the people whom it accepts do, and choose how. `on_site`: a
    person with an account also reads it on the site. `keeps_address`: the line of a mail that left
    keeps, for the time of the log, an address that has no account.
    `at_night`: it leaves at night too: somebody waits for it in front of the page, its delays run
    for who gets it, or they are hours (`tell(…, at_night=…)` says when they are not: of a team, for
    who is not on call).
    `after_closing`: the law wants it to reach the person: it leaves once the account is closed too,
    to the address that was known.

    Just before the mail leaves are asked `still_true(context)` and `visible_to(person, context)`:
    False, and it does not. `fill(mail)` gives what the mail shows, found at that moment; None, and
    it does not leave either. `current(context)` gives what of the context was changed since it was
    told (a text that was edited). `attach(mail)` gives the file that goes with it, and
    `settle(mail, now)` follows a mail that left or never will.
    """

    key: str
    label: str
    who: str
    when: str
    channel: Channel = Channel.INSTANT
    may_be_off: bool = True
    at_work: bool = False
    concerns: Callable[[User], bool] | None = None
    at_night: bool = False
    after_closing: bool = False
    priority: Priority = Priority.NORMAL
    on_site: bool = True
    keeps_address: bool = True
    still_true: Callable[[Mapping[str, Any]], bool] | None = None
    visible_to: Callable[[User, Mapping[str, Any]], bool] | None = None
    fill: Callable[[Mail], dict[str, Any] | None] | None = None
    current: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    attach: Callable[[Mail], Attachment | None] | None = None
    settle: Callable[[Mail, datetime], None] | None = None

    @property
    def template(self) -> str:
        """The text template of this kind, whose partials hold its words."""
        return f"{FOLDER}/{self.key.replace('.', '/')}.txt"

    @property
    def html_template(self) -> str:
        """The HTML of its own, when there is one."""
        return f"{FOLDER}/{self.key.replace('.', '/')}.html"

    @property
    def leaves_at_night(self) -> bool:
        """Whether its mail does not wait for the morning."""
        return self.at_night or self.priority <= Priority.SOON

    @property
    def is_mailed(self) -> bool:
        return self.channel is not Channel.NONE

    @property
    def told_to_accounts(self) -> bool:
        """Whether people with an account get it as such: read on the site, or about the account."""
        return self.on_site or self.key.startswith("comptes.")


_KINDS: dict[str, Kind] = {}


def register_kinds(*kinds: Kind) -> None:
    """Add kinds to the catalogue, at start-up. Raises ValueError for a key already taken."""
    for kind in kinds:
        if kind.key in _KINDS:
            raise ValueError(f"two kinds of message are called {kind.key}")
        _KINDS[kind.key] = kind


def kind_of(key: str) -> Kind:
    """The kind of this key. Raises LookupError when no room registered it."""
    try:
        return _KINDS[key]
    except KeyError:
        raise LookupError(f"no kind of message is called {key}") from None


def kinds() -> list[Kind]:
    """Every kind, by key."""
    return [_KINDS[key] for key in sorted(_KINDS)]


def sent_after_closing() -> list[str]:
    """The keys of what leaves whatever becomes of the account."""
    return [kind.key for kind in kinds() if kind.after_closing]


def label_of(key: str) -> str:
    """The label of a kind; the key itself for one that no room registers any more."""
    return _KINDS[key].label if key in _KINDS else key
