"""By which way, and when, a kind reaches a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.timezone import get_default_timezone

from communaute.comptes.models import User

from .catalogue import DIGEST, Channel, Kind
from .models import Preference
from .numbers import NUMBERS

# What waits to leave with the rest, in one mail.
GATHERED = (Channel.DAILY, Channel.WEEKLY)


@dataclass(frozen=True)
class Ways:
    """How one kind reaches one person: a line on the site, a mail."""

    site: bool
    mail: Channel


def default_ways(kind: Kind) -> Ways:
    """The ways of a kind for who chose nothing."""
    return Ways(site=kind.on_site, mail=kind.channel)


def ways_for(kind: Kind, person: User | None) -> Ways:
    """The ways of a kind for a person (None: an address without account).

    One query, and none for what nobody may choose.
    """
    if person is None:
        return Ways(site=False, mail=kind.channel)
    return ways_for_each(kind, [person])[person.pk]


def ways_for_each(kind: Kind, people: Iterable[User]) -> dict[int, Ways]:
    """The ways of a kind for each of these people, by their key; one query for all.

    Who stopped the mail that gathers gets none of what it would have gathered.
    """
    pks = sorted(person.pk for person in people)
    rows: list[Preference] = []
    if kind.may_be_off and pks:
        rows = list(Preference.objects.filter(kind__in=[kind.key, DIGEST], user__in=pks))
    chosen = {row.user_id: row for row in rows if row.kind == kind.key}
    without_digest = {row.user_id for row in rows if row.kind == DIGEST != kind.key}
    found = dict.fromkeys(pks, default_ways(kind))
    for pk in chosen.keys() | without_digest:
        found[pk] = ways_chosen(kind, chosen.get(pk), pk not in without_digest)
    return found


def ways_chosen(kind: Kind, row: Preference | None, gathers: bool) -> Ways:
    """The ways of a kind, by what somebody chose for it (None: nothing); `gathers`: they have the
    mail that gathers."""
    ways = Ways(kind.on_site and row.site, Channel(row.mail)) if row else default_ways(kind)
    return ways if gathers or ways.mail not in GATHERED else Ways(ways.site, Channel.NONE)


def silenced(kind: Kind) -> set[int]:
    """The people (pks) who chose to hear nothing of this kind, neither on the site nor by mail."""
    rows = Preference.objects.filter(kind=kind.key, site=False, mail=Channel.NONE)
    return set(rows.values_list("user_id", flat=True))


def leaves_at(kind: Kind, mail: Channel, now: datetime) -> datetime | None:
    """When a mail of this kind should leave by this channel; None when there is none."""
    if mail is Channel.NONE:
        return None
    if mail is Channel.DAILY:
        return next_morning(now)
    return next_weekly_morning(now) if mail is Channel.WEEKLY else after_quiet(kind, now)


def is_night(now: datetime) -> bool:
    """Whether mails wait for the morning: between 21:00 and 7:00, in Paris."""
    hour = now.astimezone(get_default_timezone()).hour
    is_quiet = hour >= NUMBERS.quiet_hour or hour < NUMBERS.daily_hour
    return is_quiet and bool(settings.QUIET_HOURS)


def after_quiet(kind: Kind, now: datetime) -> datetime:
    """`now`; at night, the next morning for a kind that does not leave then."""
    return now if kind.leaves_at_night or not is_night(now) else next_morning(now)


def next_morning(now: datetime) -> datetime:
    """The next hour of the daily mails, in Paris."""
    here = now.astimezone(get_default_timezone())
    at = time(NUMBERS.daily_hour)
    day = here.date() if here.time() < at else here.date() + timedelta(days=1)
    return datetime.combine(day, at, get_default_timezone())


def last_morning(now: datetime) -> datetime:
    """The last hour of the daily mails that has come, in Paris."""
    morning = next_morning(now)
    zone = get_default_timezone()
    return datetime.combine(morning.date() - timedelta(days=1), morning.time(), zone)


def next_weekly_morning(now: datetime) -> datetime:
    """The next hour of the weekly mails, in Paris."""
    morning = next_morning(now)
    days = (NUMBERS.weekly_day - morning.isoweekday()) % 7
    return datetime.combine(
        morning.date() + timedelta(days=days), morning.time(), get_default_timezone()
    )
