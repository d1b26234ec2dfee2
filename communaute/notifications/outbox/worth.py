"""Whether a mail is still worth sending, asked as it leaves."""

from __future__ import annotations

from ..catalogue import Channel, Kind
from ..channels import ways_for
from ..models import Mail, Notification


def is_worth_sending(mail: Mail, kind: Kind) -> bool:
    """False for what is no longer true, or that this person may not see, has read, or stopped.

    What may not be turned off leaves even when it was read on the site.
    """
    if kind.still_true is not None and not kind.still_true(mail.context):
        return False
    person = mail.user
    if person is None:
        return True
    if kind.visible_to is not None and not kind.visible_to(person, mail.context):
        return False
    if not kind.may_be_off:
        return True
    if ways_for(kind, person).mail is Channel.NONE:
        return False
    told = Notification.objects.filter(user=person, key=mail.key)
    return not told.filter(read_at__isnull=False).exists()


def bring_up_to_date(mail: Mail, kind: Kind) -> None:
    """Have a mail that is worth sending say what is true now: a text edited since is quoted so."""
    if kind.current is not None:
        mail.context = dict(mail.context) | dict(kind.current(mail.context))
