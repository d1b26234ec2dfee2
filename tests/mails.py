"""What left by mail, in tests: the postman passes, then the mailbox is read."""

from datetime import timedelta

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from communaute.moderation.numbers import NUMBERS
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain
from communaute.notifications.outbox.pending import bring_up_to_date, is_worth_sending
from communaute.notifications.words import common_context, render_part


def sent_mails() -> list[EmailMultiAlternatives]:
    """All that has left so far, the outbox emptied first; what moderation, an organisation or an
    editor may still take back leaves as if its minutes were over."""
    now = timezone.now()
    over = now + timedelta(minutes=NUMBERS.undo_minutes)
    soon = Mail.objects.waiting().filter(due_at__lte=over)
    soon.update(planned_at=now, due_at=now)
    drain()
    return mail.outbox


def mail_of(told: Notification) -> Mail | None:
    """The mail that goes with a line on the site, or None."""
    return Mail.objects.filter(user=told.user, key=told.key).first()


def leaves(mail: Mail) -> bool:
    """Whether this mail would leave now: what it says is still so, for this person."""
    return is_worth_sending(Mail.objects.get(pk=mail.pk), kind_of(mail.kind))


def says_now(mail: Mail, part: str) -> str:
    """What this part of a mail would say, left now."""
    row, kind = Mail.objects.get(pk=mail.pk), kind_of(mail.kind)
    bring_up_to_date(row, kind)
    return render_part(kind, part, common_context() | row.context)
