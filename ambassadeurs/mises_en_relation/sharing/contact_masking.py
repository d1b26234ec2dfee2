"""Phones and e-mails typed in a message, replaced until both sides share their contact details.

Masking happens when a text is shown or mailed; what was typed stays as it is in the database.
It is a help against a hasty gesture, not a proof against somebody who wants to be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..facts import Line

from socle.contacts import EMAIL, PHONE

PHONE_MASK = "[téléphone masqué]"
EMAIL_MASK = "[adresse masquée]"

_WORD = re.compile(r"\w")

QUOTED_CHARACTERS = 3_000


def mask(text: str, but: Collection[str] = ()) -> str:
    """Return the text with every phone number and e-mail address replaced by a word.

    `but`: the phones and addresses that pass, however they are spaced or capitalised.
    """
    passing = {_same(one) for one in but}

    def hide(found: re.Match[str], word: str) -> str:
        return found[0] if _same(found[0]) in passing else word

    text = EMAIL.sub(lambda found: hide(found, EMAIL_MASK), text)
    return PHONE.sub(lambda found: hide(found, PHONE_MASK), text)


def _same(contact: str) -> str:
    """One spelling of a phone (its nine last digits) or of an address."""
    if "@" in contact:
        return contact.strip().casefold()
    return "".join(one for one in contact if one.isdigit())[-9:]


def is_masked(text: str) -> bool:
    """Whether `mask` would change this text."""
    return bool(EMAIL.search(text) or PHONE.search(text))


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
    left = PHONE.sub("", EMAIL.sub("", text))
    return is_masked(text) and not _WORD.search(left)
