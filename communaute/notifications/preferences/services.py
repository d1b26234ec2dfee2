"""Choosing what one receives: stored only when it is not as the catalogue says. By
which way something to come is read, said before it comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from socle.errors import Refused

from ..catalogue import DIGEST, Channel, Kind, kind_of
from ..channels import GATHERED, Ways, default_ways, ways_for
from ..enums import Preset
from ..models import BouncingAddress, Preference
from .subjects import choosable

if TYPE_CHECKING:
    from communaute.comptes.models import User


def ways_of(user: User) -> dict[str, Ways]:
    """How each kind that this person may choose reaches them now; one query."""
    chosen = {row.kind: row for row in Preference.objects.filter(user=user)}
    found = {}
    for kind in choosable(user):
        row = chosen.get(kind.key)
        default = default_ways(kind)
        found[kind.key] = Ways(kind.on_site and row.site, Channel(row.mail)) if row else default
        if DIGEST in chosen and found[kind.key].mail in GATHERED:
            found[kind.key] = Ways(found[kind.key].site, Channel.NONE)
    return found


@transaction.atomic
def set_ways(*, actor: User, ways: Mapping[str, Ways]) -> None:
    """Keep how these kinds reach this person; again changes nothing.

    Whoever had stopped the mail that gathers has it again, for what is chosen here only.
    Raises LookupError for an unknown kind, NotChoosable for one that always reaches people.
    """
    for key, wanted in (_without_digest(actor) | dict(ways)).items():
        keep(actor, kind_of(key), wanted)


@transaction.atomic
def apply_preset(*, actor: User, preset: Preset) -> None:
    """Set all that this person may choose at once; the site stays as it is for « rien »."""
    before = ways_of(actor)
    _without_digest(actor)
    for kind in choosable(actor):
        keep(actor, kind, _preset_ways(kind, before[kind.key], preset))


def _preset_ways(kind: Kind, before: Ways, preset: Preset) -> Ways:
    if preset is Preset.NOTHING:
        return Ways(before.site, Channel.NONE)
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


def keep(user: User, kind: Kind, wanted: Ways) -> None:
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

    def __init__(self) -> None:
        super().__init__("Ce message ne se désactive pas.")


SOONEST_FIRST = (Channel.INSTANT, Channel.DAILY, Channel.WEEKLY)


def way_of(user: object, *kinds: str) -> Channel:
    """By which mail, the soonest, this person gets what these kinds tell; none when they stopped
    it, or when their address refuses our mails. Without account: as the catalogue says."""
    person = cast("User", user) if getattr(user, "is_authenticated", False) else None
    if person is not None and _refuses(person.email):
        return Channel.NONE
    ways = {ways_for(kind_of(kind), person).mail for kind in kinds}
    return next((way for way in SOONEST_FIRST if way in ways), Channel.NONE)


def comes_by(user: object, *kinds: str, it: str = "la") -> str:
    """« vous recevrez un courriel », « vous la lirez dans le courriel du matin »: as `way_of`."""
    return render_to_string("notifications/_comes_by.txt", {"way": way_of(user, *kinds), "it": it})


def _refuses(email: str) -> bool:
    return BouncingAddress.objects.of(email).stopped(timezone.now()).exists()
