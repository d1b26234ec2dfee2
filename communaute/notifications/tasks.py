"""Background work of the room: one task per mail, so that a failure stops no other."""

import logging

from django.tasks import task
from django.utils import timezone

from .mails import build_message
from .models import DirectMail, Notification

logger = logging.getLogger(__name__)

SOURCES: dict[str, type[Notification] | type[DirectMail]] = {
    "notification": Notification,
    "direct": DirectMail,
}


@task
def deliver_mail(source: str, pk: int) -> bool:
    """Send the mail of one row, at most once; True when this call sent it.

    The row is claimed first, in a statement of its own: of two tasks for one row, one sends.
    When sending fails, the claim is given back, `mailed_at` stays empty and the error goes up
    to the task's result.
    """
    rows = SOURCES[source].objects
    if not rows.claim(pk):
        return False
    row = rows.get(pk=pk)
    try:
        build_message(row).send()
    except Exception:
        rows.filter(pk=pk).update(mail_claimed_at=None)
        logger.exception("mail %s %s not sent", source, pk)
        raise
    rows.filter(pk=pk).update(mailed_at=timezone.now(), mail_context={})
    return True
