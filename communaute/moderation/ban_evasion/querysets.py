"""Reading what measures follow an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from communaute.comptes.models import User
from communaute.moderation.decision_rules.rights import WORDS_ONLY
from communaute.moderation.models import Sanction

from ..numbers import EVASION_NUMBERS
from .addresses import beginning_of, domains_of, mailbox_of, mark_of
from .models import KeptMark, Return


def measures_followed(account: User) -> Q:
    """Measures towards the same person under another account, as a filter."""
    return Q(pk__in=Return.objects.filter(account=account).values("sanction"))


def standing_measures(now: datetime) -> QuerySet[Sanction]:
    """The measures that forbid something now: words alone follow nobody."""
    return Sanction.objects.standing(now).exclude(kind__in=WORDS_ONLY)


def measures_of_mailbox(account: User, now: datetime) -> list[Sanction]:
    """The standing measures towards the owner of the same mailbox, under another account or one
    that is closed; two queries."""
    rows = standing_measures(now).select_related("decision__case", "person")
    mailbox = mailbox_of(account.email)
    here = Q(pk__in=[])
    for domain in domains_of(account.email):
        here |= Q(person__email__iendswith=f"@{domain}")
    living = [
        one
        for one in rows.filter(here).exclude(person=account)
        if one.person is not None and mailbox_of(one.person.email) == mailbox
    ]
    return [*living, *rows.filter(marks__mark=mark_of(account.email)).distinct()]


def others_of_mailbox(account: User) -> list[User]:
    """The other accounts of the same mailbox; one query."""
    mailbox, here = mailbox_of(account.email), Q(pk__in=[])
    for domain in domains_of(account.email):
        here |= Q(email__iendswith=f"@{domain}")
    rows = User.objects.filter(here, email__istartswith=beginning_of(account.email))
    return [one for one in rows.exclude(pk=account.pk) if mailbox_of(one.email) == mailbox]


def marks_to_forget(now: datetime) -> QuerySet[KeptMark]:
    """Those whose measure is over, or that were kept long enough."""
    old = Q(kept_at__lte=now - timedelta(days=EVASION_NUMBERS.kept_days))
    over = Q(sanction__ends_at__lte=now) | Q(sanction__lifted_at__isnull=False)
    return KeptMark.objects.filter(old | over)
