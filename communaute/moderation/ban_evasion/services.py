"""A measure follows its person: noted when they sign in, kept when they close their account."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from communaute.comptes.models import User
from communaute.moderation.audit_log.log import record, together
from communaute.moderation.decision_rules import WORDS_ONLY
from communaute.moderation.enums import Act
from communaute.moderation.models import Sanction
from socle.scheduler import Step

from ..numbers import EVASION_NUMBERS
from .models import KeptMark, Return


def arrival(request: HttpRequest) -> None:
    """Somebody has just signed in: the address was checked, it is theirs."""
    note_return(account=cast("User", request.user), now=timezone.now())


@transaction.atomic
def note_return(*, account: User, now: datetime) -> None:
    """Have the standing measures towards the owner of this mailbox hold for this account too, each
    noted once in the log of its case.

    No new decision is taken: the person has the statement of reasons, and contests it as it says.
    """
    found = measures_of_mailbox(account, now)
    known = set(Return.objects.filter(account=account).values_list("sanction", flat=True))
    fresh = {one.pk: one for one in found if one.pk not in known}
    Return.objects.bulk_create(
        [Return(account=account, sanction=one, noted_at=now) for one in fresh.values()],
        ignore_conflicts=True,
    )
    with together():
        for one in fresh.values():
            record(one.decision.case, Act.EVASION, detail=one.get_kind_display())
    account.forget()


def extend_to_other_accounts(person: User, now: datetime) -> None:
    """A measure was just taken: it holds at once for the other accounts of the mailbox, signed in
    or not. In the caller's transaction."""
    for one in others_of_mailbox(person):
        note_return(account=one, now=now)


def keep_address(user: User, now: datetime) -> None:
    """An account closes: while a measure stands, the mark of its mailbox stays."""
    rows = standing_measures(now).filter(Q(person=user) | measures_followed(user))
    mark = mark_of(user.email)
    KeptMark.objects.bulk_create(
        [KeptMark(sanction=one, mark=mark, kept_at=now) for one in rows],
        ignore_conflicts=True,
    )


def forget_mark(pk: int, now: datetime) -> dict[str, int]:
    """Erase one mark, once over."""
    number, _ = marks_to_forget(now).filter(pk=pk).delete()
    return {"marks_forgotten": number} if number else {}


def marks_over(now: datetime) -> list[int]:
    return list(marks_to_forget(now).order_by("pk").values_list("pk", flat=True))


STEP = Step(
    key="ban_evasion.forget",
    label="Empreintes d’adresses gardées pendant une mesure : effacées quand elle est finie",
    due=marks_over,
    do=forget_mark,
)


# Reading what measures follow an account.


# What follows a « + » is a label of the owner there: the mail comes to the same mailbox. Only
# providers that say so in their documentation: elsewhere, it may be another person.
_LABELS = frozenset(
    {
        *("gmail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr"),
        *("live.com", "live.fr", "msn.com", "icloud.com", "me.com", "mac.com"),
        *("proton.me", "protonmail.com", "pm.me", "fastmail.com"),
    }
)
# Dots change nothing there.
_WITHOUT_DOTS = frozenset({"gmail.com"})
_SAME = {"googlemail.com": "gmail.com"}


def mailbox_of(email: str) -> str:
    """The mailbox of an address, as its provider reads it: « J.Dupont+cu@googlemail.com » is
    « jdupont@gmail.com »."""
    local, _, domain = email.strip().lower().rpartition("@")
    domain = _SAME.get(domain, domain)
    if domain in _LABELS:
        local = local.partition("+")[0] or local
    if domain in _WITHOUT_DOTS:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def beginning_of(email: str) -> str:
    """How all the addresses of the same mailbox begin."""
    local, _, domain = mailbox_of(email).rpartition("@")
    return local[:1] if domain in _WITHOUT_DOTS else local


def domains_of(email: str) -> list[str]:
    """The domains under which the same mailbox may be written."""
    domain = mailbox_of(email).rpartition("@")[2]
    return [domain, *(other for other, same in _SAME.items() if same == domain)]


def mark_of(email: str) -> str:
    """The mark of a mailbox: the same for all its addresses; it does not give the address back."""
    return salted_hmac("ban_evasion.mailbox", mailbox_of(email), algorithm="sha256").hexdigest()


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
