"""What left by mail, in tests: the postman passes, then the mailbox is read."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain


def sent_mails() -> list[EmailMultiAlternatives]:
    """All that has left so far, the outbox emptied first."""
    drain()
    return mail.outbox


def mail_of(told: Notification) -> Mail | None:
    """The mail that goes with a line on the site, or None."""
    return Mail.objects.filter(user=told.user, key=told.key).first()
