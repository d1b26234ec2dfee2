"""What left by mail, in tests: the postman passes, then the mailbox is read."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from communaute.notifications.outbox import drain


def sent_mails() -> list[EmailMultiAlternatives]:
    """All that has left so far, the outbox emptied first."""
    drain()
    return mail.outbox
