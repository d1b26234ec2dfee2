"""Choosing what one receives: stored only when it is not as the catalogue says. By
which way something to come is read, said before it comes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import cast

from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.perms import memberships_of
from socle.errors import Refused

from ..catalogue import DIGEST, Channel, Kind, kind_of, kinds
from ..channels import Ways, default_ways, ways_chosen, ways_for
from ..enums import Preset
from ..models import BouncingAddress, Mail, Preference
from ..numbers import NUMBERS


def ways_of(user: User) -> dict[str, Ways]:
    """How each kind that this person may choose reaches them now; one query."""
    chosen = {row.kind: row for row in Preference.objects.filter(user=user)}
    return {
        kind.key: ways_chosen(kind, chosen.get(kind.key), DIGEST not in chosen)
        for kind in choosable(user)
    }


@transaction.atomic
def set_ways(*, actor: User, ways: Mapping[str, Ways]) -> None:
    """Keep how these kinds reach this person; again changes nothing.

    Whoever had stopped the mail that gathers has it again, for what is chosen here only.
    Raises LookupError for an unknown kind, NotChoosable for one that always reaches people.
    """
    for key, wanted in (_without_digest(actor) | dict(ways)).items():
        store_preference(actor, kind_of(key), wanted)


@transaction.atomic
def apply_preset(*, actor: User, preset: Preset) -> None:
    """Set all that this person may choose at once; the site stays as it is for « rien »."""
    before = ways_of(actor)
    _without_digest(actor)
    for kind in choosable(actor):
        store_preference(actor, kind, _preset_ways(kind, before[kind.key], preset))


def _preset_ways(kind: Kind, before: Ways, preset: Preset) -> Ways:
    if preset is Preset.NOTHING:
        return Ways(site=True, mail=Channel.NONE)
    if preset is Preset.ALL:
        mail = kind.channel if kind.is_mailed else Channel.DAILY
        return Ways(site=True, mail=mail)
    # What is worth a mail at once stays; the rest waits on the site.
    mail = Channel.INSTANT if kind.channel is Channel.INSTANT else Channel.NONE
    return Ways(site=True, mail=mail)


def _without_digest(user: User) -> dict[str, Ways]:
    """What stopping the mail that gathers stopped with it, once it is no longer stopped."""
    stopped = Preference.objects.filter(user=user, kind=DIGEST)
    if not stopped.exists():
        return {}
    before = ways_of(user)
    stopped.delete()
    return before


def store_preference(user: User, kind: Kind, wanted: Ways) -> None:
    """Store how a kind reaches a person, if not as the catalogue says. Raises NotChoosable."""
    if not kind.may_be_off:
        raise NotChoosable
    if wanted == default_ways(kind):
        Preference.objects.filter(user=user, kind=kind.key).delete()
        return
    Preference.objects.update_or_create(
        user=user, kind=kind.key, defaults={"site": wanted.site, "mail": wanted.mail}
    )


class NotChoosable(Refused):
    """This kind always reaches people."""

    message = "Ce message ne se désactive pas."


def reaching(user: object, kind: str) -> Ways:
    """How what this kind tells reaches this person; by no mail when they stopped it, or when their
    address refuses our mails. Without account: as the catalogue says."""
    if not getattr(user, "is_authenticated", False):
        return default_ways(kind_of(kind))
    person = cast("User", user)
    ways = ways_for(kind_of(kind), person)
    return Ways(ways.site, Channel.NONE) if _refuses(person.email) else ways


def comes_by(user: object, kind: str, it: str = "la") -> str:
    """« vous recevrez un courriel », « vous la lirez dans le courriel du matin »: as `reaching`."""
    return render_to_string("notifications/_comes_by.txt", {"ways": reaching(user, kind), "it": it})


def is_told(user: User, kind: str) -> bool:
    """Whether what this kind tells reaches this person, on the site or by mail."""
    return ways_for(kind_of(kind), user).site or reaching(user, kind).mail is not Channel.NONE


def _refuses(email: str) -> bool:
    return BouncingAddress.objects.of(email).stopped(timezone.now()).exists()


# Kinds as people choose among them: by subject, those that concern the person.


# In the order of the page. A room that is not here stops `manage.py check`.
SUBJECTS = {
    "questions": "Questions et réponses",
    "routing": "Répondre aux questions des autres",
    "subscriptions": "Ce que vous suivez",
    "reseau_subscriptions": "Les réseaux que vous suivez",
    "mentions": "Quand on vous nomme",
    "coproprietes": "Votre immeuble",
    "demandes": "Vos échanges",
    "visites": "Les visites",
    "assemblees": "Les assemblées générales",
    "guichets": "Les demandes",
    "moderation": "Les décisions sur les textes",
    "workflow": "Les pages que vous écrivez ou relisez",
    "events": "Les rendez-vous où vous êtes inscrit",
    "prescreening": "Vos textes relus avant publication",
    "second_reading": "Les décisions à relire",
    "invitations": "Les organisations pour lesquelles vous travaillez",
    "national": "L’équipe nationale",
    "cms_pages": "Vos messages de la page de contact",
    "notifications": "Nos courriels et vos réponses",
    "donnees": "Vos données",
    "sso": "FranceConnect et ProConnect",
    "comptes": "Votre compte et sa sécurité",
}


@dataclass(frozen=True)
class MailSubject:
    """Kinds of one subject; `key` is the room that tells them."""

    key: str
    label: str
    kinds: list[Kind]


def choosable(user: object) -> list[Kind]:
    """Kinds that this person may receive, and may choose how."""
    return [kind for kind in _concerning(user) if kind.may_be_off]


def always_told(user: object) -> list[Kind]:
    """Kinds that this person may receive, and that always reach them by mail."""
    return [kind for kind in _concerning(user) if not kind.may_be_off and kind.is_mailed]


def by_subject(chosen: Iterable[Kind]) -> list[MailSubject]:
    """These kinds by subject, in the order of the page."""
    order = list(SUBJECTS)
    ranked = sorted(chosen, key=lambda kind: order.index(room_of(kind)))
    return [
        MailSubject(room, SUBJECTS[room], list(told)) for room, told in groupby(ranked, room_of)
    ]


def room_of(kind: Kind) -> str:
    """The room that tells this kind."""
    return kind.key.partition(".")[0]


def _concerning(user: object) -> list[Kind]:
    is_member = bool(memberships_of(user))
    return [
        kind
        for kind in kinds()
        if kind.told_to_accounts
        and (is_member or not kind.at_work)
        and (kind.concerns is None or kind.concerns(cast("User", user)))
    ]


# Stopping one kind of mail from the mail itself, without signing in: a signed address.
#
# RFC 8058: the mail server of the person posts to the address of `List-Unsubscribe`; a person opens
# it, reads what it does, and presses a button.


_STOP = signing.TimestampSigner(salt="notifications.stop")
_UNDO = signing.TimestampSigner(salt="notifications.undo")
_SEPARATOR = "~"


@dataclass(frozen=True)
class Target:
    """Whose mails of which kind an address is about; `mail` is what undoing gives back."""

    person: User
    kind: Kind
    mail: Channel | None = None


def stop_path(mail: Mail) -> str:
    """The path that stops mails of this kind for this person; "" for what always leaves."""
    if mail.user is None or not kind_of(mail.kind).may_be_off:
        return ""
    return reverse(
        "notifications:stop", args=[_STOP.sign(f"{mail.user_id}{_SEPARATOR}{mail.kind}")]
    )


def undo_token(target: Target, before: Channel) -> str:
    """What gives back the channel there was before stopping."""
    return _UNDO.sign(_SEPARATOR.join([str(target.person.pk), target.kind.key, before.value]))


def read_stop(token: str) -> Target | None:
    """Whose kind this address stops; None when it is too old, changed, or of a closed account."""
    return _read(_STOP, token, parts=2)


def read_undo(token: str) -> Target | None:
    """Whose kind, and how it comes back; None as for `read_stop`."""
    return _read(_UNDO, token, parts=3)


def _read(signer: signing.TimestampSigner, token: str, *, parts: int) -> Target | None:
    try:
        value = signer.unsign(token, max_age=timedelta(days=NUMBERS.stop_days))
    except signing.BadSignature:
        return None
    pk, key, *mail = value.split(_SEPARATOR)
    try:
        kind = kind_of(key)
    except LookupError:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None or not kind.may_be_off or len(mail) != parts - 2:
        return None
    return Target(person, kind, Channel(mail[0]) if mail else None)


@transaction.atomic
def stop(*, target: Target) -> Channel:
    """Send this person no more mails of this kind; what the site shows stays.

    Returns the channel there was before, which `resume` gives back. Again changes nothing.
    """
    before = ways_for(target.kind, target.person)
    store_preference(target.person, target.kind, Ways(before.site, Channel.NONE))
    return before.mail


@transaction.atomic
def resume(*, target: Target) -> None:
    """Send this kind as before it was stopped; again changes nothing."""
    if target.mail is not None:
        before = ways_for(target.kind, target.person)
        store_preference(target.person, target.kind, Ways(before.site, target.mail))
