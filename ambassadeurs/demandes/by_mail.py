"""Writing in an exchange by answering one of our mails: form, service and limits of the page."""

from uuid import UUID

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from communaute.comptes.models import User
from communaute.notifications.models import Mail
from communaute.notifications.reply_addresses import (
    Reply,
    ReplyTarget,
    ReplyThread,
    TryLater,
    Written,
)
from socle.calendar import date_format
from socle.forms import all_errors
from socle.ratelimit import allow_person

from .errors import ActedMeanwhile, DemandeError
from .forms import MessageForm
from .models import Demande
from .names import asker_name, recipient_name
from .numbers import NUMBERS
from .perms import is_requester
from .services.desk_acts import read_by_mail_from, version_of_mail
from .services.messages import post_message

PREFIX = "mer-"


def demande_of(mail: Mail) -> int | None:
    """The exchange that a mail is about, unless it is closed: an answer would be refused."""
    try:
        public_id = UUID(mail.thread.removeprefix(PREFIX))
    except ValueError:
        return None
    rows = Demande.objects.open().filter(public_id=public_id)
    return rows.values_list("pk", flat=True).first()


def reply_target(actor: User, pk: int) -> ReplyTarget | None:
    """The exchange, for its two sides."""
    demande = Demande.objects.as_party(actor).for_list().filter(pk=pk).first()
    if demande is None:
        return None
    other = recipient_name(demande) if is_requester(actor, demande) else asker_name(demande)
    return ReplyTarget(f"{demande.purpose_noun}, {other}", demande.get_absolute_url())


def receive(reply: Reply) -> Written:
    """Send a message and return its place. Raises DemandeError, or TryLater beyond the number of
    messages an hour."""
    demande = Demande.objects.get(pk=reply.pk)
    data = {"body": reply.text, "submission_key": str(reply.submission_key)}
    form = MessageForm(data, MultiValueDict())
    if not form.is_valid():
        raise DemandeError(all_errors(form))
    if not allow_person(
        reply.actor, action="demande_message", rate=f"{NUMBERS.messages_an_hour}/h"
    ):
        raise TryLater("Vous avez envoyé beaucoup de messages. Attendez une heure, puis réessayez.")
    try:
        message = post_message(
            actor=reply.actor,
            demande=demande,
            body=form.cleaned_data["body"],
            files=reply.files,
            submission_key=reply.submission_key,
            version=version_of_mail(demande, reply.actor),
        )
    except ActedMeanwhile as error:
        at = date_format(timezone.localtime(read_by_mail_from(error.act)), "H:i")
        again = f"{error} Sur le site, vous pouvez dès maintenant ; par courriel, à partir de {at}."
        raise DemandeError(again) from error
    waits = ""
    if message.shown_from is not None:
        at = date_format(timezone.localtime(message.shown_from), "H:i")
        waits = f"Votre message sera remis à {at}."
    return Written(f"{demande.get_absolute_url()}#message-{message.pk}", waits)


THREAD = ReplyThread(
    key="demande",
    code="m",
    kinds=tuple(
        f"demandes.{name}"
        for name in (
            *("request", "added", "message", "reopened", "shared"),
            *("reminder", "last_reminder", "desk_reminder"),
        )
    ),
    pk_of=demande_of,
    place=reply_target,
    receive=receive,
    takes_files=True,
    may_change=False,
)
