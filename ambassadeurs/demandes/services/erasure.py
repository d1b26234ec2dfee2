"""What is left of requests once the account that made them is erased."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from communaute.comptes.models import Organisation, User
from communaute.notifications.account_mails import forget_name
from communaute.notifications.services import forget_threads
from socle.calendar import months_before
from socle.uploads import private_storage

from ..contact_details import mask
from ..enums import ActKind, ClosedBecause, Kind, State
from ..facts import erased
from ..mails import notify
from ..models import Attachment, Demande, Follower, Message, StatusEvent
from ..numbers import NUMBERS
from ..potential import desk_columns
from . import desk_acts
from .demandes import end


def of_closed_accounts() -> list[int]:
    """Requests (pks) of erased accounts that still say who asked."""
    left = Demande.objects.filter(requester__isnull=True, erased_at__isnull=True)
    return list(left.order_by("pk").values_list("pk", flat=True))


def of_old(now: datetime) -> list[int]:
    """Requests (pks) in which nothing has happened for so long that only figures are kept."""
    limit = months_before(now, NUMBERS.kept_months)
    return list(_old(limit).order_by("pk").values_list("pk", flat=True))


def _old(limit: datetime) -> QuerySet[Demande]:
    left = Q(messages__reported__isnull=True, messages__isnull=False) | Q(erased_at=None)
    return Demande.objects.filter(left, last_act_at__lte=limit).distinct()


@transaction.atomic
def forget_old(pk: int, now: datetime) -> dict[str, int]:
    """Leave of one of them what figures count: who asked and what was said goes, but the messages
    that moderation judges. Again changes nothing."""
    demande = Demande.objects.select_for_update().get(pk=pk)
    if demande.last_act_at > months_before(now, NUMBERS.kept_months):
        return {}
    Demande.objects.filter(pk=pk).update(requester=None)
    forget(pk, now, tells=False)
    _erase(demande.messages.all())
    demande.messages.filter(reported__isnull=True).delete()
    return {"old_demandes_erased": 1}


def lock(person: User) -> None:
    """What `of_person` ends, in the order of all that holds several."""
    mine = Demande.objects.filter(requester=person)
    list(mine.select_for_update().order_by("pk").values_list("pk", flat=True))


def of_person(person: User, now: datetime) -> None:
    """The requests of somebody who closes their account: at once, and without their name.

    What they wrote as an ambassador stays, without the phones and addresses they typed, nor the
    files they joined.
    """
    _erase(Message.objects.filter(author=person, demande__kind=Kind.AMBASSADEUR))
    Follower.objects.filter(user=person).delete()
    mine = list(
        Demande.objects.filter(requester=person).order_by("pk").values_list("pk", flat=True)
    )
    Demande.objects.filter(pk__in=mine).update(requester=None)
    for pk in mine:
        forget(pk, now)
    threads = Demande.objects.filter(pk__in=mine).only("public_id")
    forget_name(person.display_name, {one.mail_thread for one in threads})
    # Those who asked know an ambassador by the first name alone.
    received = Demande.objects.filter(ambassadeur__user=person).only("public_id")
    for name in person.mandats.values_list("first_name", flat=True):
        forget_name(name, {one.mail_thread for one in received})


@transaction.atomic
def forget(pk: int, now: datetime, *, tells: bool = True) -> dict[str, int]:
    """End one of them, without what names the person or the building. Again changes nothing.

    What was sent keeps its keys, the consent its wording and dates, as a proof; figures keep
    counting. What the organisation noted for itself goes; phones and addresses that the person
    typed leave their messages, and so do the files joined, but those that moderation judges.
    """
    Demande.objects.select_for_update().get(pk=pk)
    demande = Demande.objects.for_list().get(pk=pk)
    if demande.erased_at is not None:
        return {}
    desk_acts.tell_held(demande)
    must_tell = demande.state != State.CLOSED
    end(demande, now, because=ClosedBecause.REQUESTER)
    demande.erased_at, demande.shared_with_members_at = now, None
    demande.followers.all().delete()
    demande.desk_comment = ""
    demande.events.exclude(note="").update(note="")
    demande.sent = erased(demande.sent)
    for name, value in desk_columns(demande.sent, demande.commune).items():
        setattr(demande, name, value)
    if tells and demande.consent_at is not None and demande.consent_withdrawn_at is None:
        demande.consent_withdrawn_at = now
        must_tell = True
    demande.save()
    _erase(demande.messages.filter(from_requester=True))
    if must_tell and tells:
        notify.announce_closed(demande, by_requester=True)
    return {"demandes_erased": 1}


def _erase(messages: QuerySet[Message]) -> None:
    """Contacts and files, for good, whatever both sides had agreed to."""
    free = messages.filter(reported__isnull=True)
    files = Attachment.objects.filter(message__in=free)
    for name in list(files.values_list("file", flat=True)):
        transaction.on_commit(partial(private_storage().delete, name))
    files.delete()
    for message in free:
        masked = mask(message.body)
        if masked != message.body:
            message.body = masked
            message.save(update_fields=["body"])


# Somebody no longer works for an organisation: the demandes they followed wait for a colleague.


def give_back(*, actor: User, organisation: Organisation, person: User) -> None:
    """What they followed is nobody's again, each with its act; what is closed is nobody's either.
    They do not keep what they were told of exchanges that they read no more.

    To call in a transaction that holds the person and the organisation.
    """
    theirs = Demande.objects.filter(organisation=organisation, assigned_to=person)
    for demande in theirs.select_for_update().order_by("pk"):
        if demande.state == State.CLOSED:
            demande.assigned_to = None
            demande.save(update_fields=["assigned_to", "updated_at"])
            continue
        act = desk_acts.begin_act(
            demande, actor, demande.version, kind=ActKind.ASSIGN, may_be_undone=False
        )
        demande.assigned_to = None
        desk_acts.finish(act)
        _write_down(demande, actor, person)
    _forget_told(organisation, person)


def _forget_told(organisation: Organisation, person: User) -> None:
    """Of the exchanges of the organisation, but those they asked for, or follow for their
    building."""
    theirs = Demande.objects.as_party(person).values("pk")
    received = Demande.objects.filter(organisation=organisation).exclude(pk__in=theirs)
    left = received.exclude(followers__user=person).only("public_id")
    forget_threads(person=person, threads=(one.mail_thread for one in left))


def _write_down(demande: Demande, actor: User, person: User) -> None:
    """In the history that colleagues read; of somebody who closed their account, nothing more is
    noted."""
    if demande.requester_id is None:
        return
    note = render_to_string("demandes/given_back.txt", {"name": person.public_name})
    StatusEvent.objects.create(
        demande=demande,
        actor=actor,
        from_status=demande.desk_status,
        to_status=demande.desk_status,
        note=note.strip(),
    )
