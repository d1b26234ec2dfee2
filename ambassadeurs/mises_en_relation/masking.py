"""Phones and e-mails typed in a message, replaced until both sides share their contact details.

Masking happens when a text is shown or mailed; what was typed stays as it is in the database.
It is a help against a hasty gesture, not a proof against somebody who wants to be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Line

from socle.contacts import EMAIL, PHONE

PHONE_MASK = "[téléphone masqué]"
EMAIL_MASK = "[adresse masquée]"

_WORD = re.compile(r"\w")

QUOTED_CHARACTERS = 3_000


def mask(text: str) -> str:
    """Return the text with every phone number and e-mail address replaced by a word."""
    return PHONE.sub(PHONE_MASK, EMAIL.sub(EMAIL_MASK, text))


def is_masked(text: str) -> bool:
    """Whether `mask` would change this text."""
    return bool(EMAIL.search(text) or PHONE.search(text))


def quoted(text: str) -> dict[str, object]:
    """What a mail quotes of a text: masked, and cut when it is long."""
    shown = mask(text)
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
