"""The last mail of an account: it is closed. To the former address, with no account behind it; and
what others were told of it, without its name."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from .enums import MailState
from .models import BouncingAddress, Mail, Notification
from .services import tell

if TYPE_CHECKING:
    from communaute.comptes.models import User

FORMER = "Un ancien membre"
TITLE_MAX = Notification._meta.get_field("title").max_length
# What people typed, in a sentence of ours: between « », even cut; between ( ); after « > ».
_QUOTED = re.compile(r"(«.*»|«.*|\([^()\n]*\)|^>.*)", re.MULTILINE)


def confirm(person: User, now: datetime) -> None:
    """Tell the former address, and forget whether it refused mails; what else waited to leave
    goes with the account."""
    BouncingAddress.objects.of(person.email).delete()
    tell(
        "comptes.account_closed",
        to=person.email,
        key=f"compte-ferme-{person.pk}",
        context={"name": person.display_name, "at": now},
    )


def forget_name(name: str, threads: Collection[str]) -> None:
    """Put « Un ancien membre » in place of a name in what others were told in these threads, kept
    on the site or waiting to leave: where it says who did something, never the same word in what
    people typed (« le petit immeuble », « rue de la Rose »)."""
    if not name:
        return
    said = _Name(name)
    here = Q(title__icontains=name) | Q(body__icontains=name)
    for row in Notification.objects.filter(here, thread__in=threads):
        title, body = said.out_of_sentences(row.title)[:TITLE_MAX], said.out_of_sentences(row.body)
        Notification.objects.filter(pk=row.pk).update(title=title, body=body)
    waiting = [MailState.WAITING, MailState.HELD]
    for mail in Mail.objects.filter(thread__in=threads, state__in=waiting):
        context = said.out_of_context(mail.context)
        if context != mail.context:
            Mail.objects.filter(pk=mail.pk).update(context=context)


class _Name:
    """A name as it is said of somebody, told from the same word anywhere else."""

    def __init__(self, name: str) -> None:
        word = re.escape(name)
        self._mention = re.compile(rf"@{word}(?!\w)", re.IGNORECASE)
        self._word = re.compile(rf"(?<!\w){word}(?!\w)")
        # « Rose », « Rose (Ambassadeur) », « Rose, Les Tilleuls », « Paul, Rose »; head of a quote.
        self._signature = re.compile(
            rf"(?:\A|(?<=, )){word}(?=\Z|, | \()|^{word}(?=\s?:)", re.MULTILINE
        )

    def out_of_sentences(self, text: str) -> str:
        """Without the name in our sentences; what they quote loses mentions only."""
        parts = _QUOTED.split(text)
        for index in range(0, len(parts), 2):
            parts[index] = self._word.sub(FORMER, self._out_of_mentions(parts[index]))
        parts[1::2] = map(self._out_of_mentions, parts[1::2])
        return "".join(parts)

    def out_of_context(self, value: Any) -> Any:
        """Without the name among what a mail will show."""
        if isinstance(value, str):
            return self._signature.sub(FORMER, self._out_of_mentions(value))
        if isinstance(value, dict):
            return {key: self.out_of_context(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.out_of_context(one) for one in value]
        return value

    def _out_of_mentions(self, text: str) -> str:
        return self._mention.sub(f"@{FORMER.lower()}", text)
