"""How far the service trusts somebody it does not know: newcomer, known, trusted.

What rooms above know of a person is in the hooks « comptes.trust ».

Source of the levels: those of Discourse, made shorter for a public that writes little.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from allauth.account.models import EmailAddress
from django.utils import timezone

from communaute.comptes.badges import Badge, badges_of
from communaute.comptes.models import User
from communaute.comptes.numbers import NUMBERS
from socle.hooks import hooked

# Whoever speaks for one of these was checked by somebody: the badge is worth the time spent here.
TRUSTED_BADGES = frozenset({"ambassadeur", "agence", "equipe"})


class TrustLevel(IntEnum):
    """Each level may what the one below may."""

    NEWCOMER = 0
    KNOWN = 1
    TRUSTED = 2


def _no_posts(user: User) -> int:
    return 0


def _no_flags(user: User, since: datetime) -> int:
    return 0


@dataclass(frozen=True)
class TrustSource:
    """What one room knows: `approved_posts(user)`, texts others can read; `upheld_flags(user,
    since)`, texts hidden by a decision that stands."""

    approved_posts: Callable[[User], int] = _no_posts
    upheld_flags: Callable[[User, datetime], int] = _no_flags


def trust_level(user: User, *, badges: Sequence[Badge] | None = None) -> TrustLevel:
    """The level of this person now, read once per request; `badges` when they are known."""
    return user.once("trust level", lambda: _read(user, badges))


def _read(user: User, badges: Sequence[Badge] | None) -> TrustLevel:
    badges = badges_of(user) if badges is None else badges
    if user.is_superuser or TRUSTED_BADGES & {one.kind for one in badges}:
        return TrustLevel.TRUSTED
    posts = sum(source.approved_posts(user) for source in hooked("comptes.trust"))
    if not _has_checked_address(user) or posts < NUMBERS.posts_to_be_known:
        return TrustLevel.NEWCOMER
    now = timezone.now()
    is_old_enough = now - user.date_joined >= timedelta(days=NUMBERS.days_to_be_trusted)
    if not is_old_enough or posts < NUMBERS.posts_to_be_trusted:
        return TrustLevel.KNOWN
    since = now - timedelta(days=NUMBERS.days_without_flag)
    flags = sum(source.upheld_flags(user, since) for source in hooked("comptes.trust"))
    return TrustLevel.KNOWN if flags else TrustLevel.TRUSTED


def _has_checked_address(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, verified=True).exists()
