"""Phones and e-mails typed in a message, replaced until both sides share their contact details.

Masking happens when a text is shown or mailed; what was typed stays as it is in the database.
It is a help against a hasty gesture, not a proof against somebody who wants to be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ..facts import Line

from communaute.moderation.prescreening.personal import Found, Kind, find_contacts, same_contact

PHONE_MASK = "[téléphone masqué]"
EMAIL_MASK = "[adresse masquée]"
MASKS = {Kind.PHONE: PHONE_MASK, Kind.EMAIL: EMAIL_MASK}

_WORD = re.compile(r"\w")

QUOTED_CHARACTERS = 3_000


def mask(text: str, but: Collection[str] = ()) -> str:
    """Return the text with every phone number and e-mail address replaced by a word.

    `but`: the phones and addresses that pass, however they are spaced or capitalised.
    """
    passing = {same_contact(one) for one in but}
    hidden = [one for one in find_contacts(text) if same_contact(one.text) not in passing]
    return _replaced(text, hidden, lambda one: MASKS[one.kind])


def _replaced(text: str, found: list[Found], word: Callable[[Found], str]) -> str:
    for one in reversed(found):
        text = f"{text[: one.start]}{word(one)}{text[one.end :]}"
    return text


def is_masked(text: str) -> bool:
    """Whether `mask` would change this text."""
    return bool(find_contacts(text))


def quoted(shown: str) -> dict[str, object]:
    """What a mail quotes of a text as its reader may see it: cut when it is long."""
    return {"quote": shown[:QUOTED_CHARACTERS], "is_cut": len(shown) > QUOTED_CHARACTERS}


def without_contact(facts: Iterable[Line]) -> list[dict[str, str]]:
    """The facts that hold neither phone nor e-mail, for a mail: {"label", "value"}."""
    return [
        {"label": fact.label, "value": fact.value} for fact in facts if not is_masked(fact.value)
    ]


def is_only_contact(text: str) -> bool:
    """Whether nothing readable is left once phones and e-mails are taken out."""
    found = find_contacts(text)
    return bool(found) and not _WORD.search(_replaced(text, found, lambda _: ""))
