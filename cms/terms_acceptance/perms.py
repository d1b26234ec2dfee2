"""Who may write, as far as the rules are concerned."""

from datetime import datetime, timedelta
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from communaute.comptes.models import User

from ..models import Consent, RulesVersion
from ..numbers import TERMS_NUMBERS

REFUSED = (
    "Vous avez refusé nos règles : vous pouvez lire, et recevoir une copie de vos données, mais "
    "pas écrire. Vous pouvez changer d’avis dans « Mon compte », « Nos règles »."
)
UNANSWERED = (
    "Nos règles ont changé. Dites d’abord si vous les acceptez, dans « Mon compte », "
    "« Nos règles »."
)


def asked_versions(user: User) -> list[RulesVersion]:
    """The newest version of each document that asks for this person's consent.

    What was in force when they signed up was accepted then.
    """
    newest: dict[str, RulesVersion] = {}
    asking = RulesVersion.objects.filter(asks_consent=True, since__gt=user.date_joined)
    for version in asking.defer("body").order_by("since", "pk"):
        newest[version.document] = version
    return list(newest.values())


def unanswered_versions(user: User) -> list[RulesVersion]:
    """Those of `asked_versions` to which the person has said neither yes nor no."""
    asked = asked_versions(user)
    if not asked:
        return []
    said = set(
        Consent.objects.filter(user=user, version__in=asked).values_list("version", flat=True)
    )
    return [version for version in asked if version.pk not in said]


def answer_until(user: User) -> datetime | None:
    """Until when one writes without an answer; None when none is awaited."""
    return _answer_until(list(_asking(user.pk, user.date_joined)))


def _answer_until(rows: list[tuple[str, datetime, bool | None]]) -> datetime | None:
    """The delay of a document runs from the first version left without an answer since the last
    one that has one: the next version gives no other."""
    first: dict[str, datetime] = {}
    for document, since, said in rows:
        if said is None:
            first.setdefault(document, since)
        else:
            first.pop(document, None)
    return min(first.values()) + timedelta(days=TERMS_NUMBERS.days_to_answer) if first else None


def may_write(user: object) -> bool:
    """Whether the rules let this person write: not after a refusal, nor without an answer once
    `days_to_answer` have passed (one query, once a request)."""
    return why_not(user) == ""


def why_not(user: object) -> str:
    """Why this person may not write, in words for them; "" when they may, or have no account.

    Read once per request (one query).
    """
    if not getattr(user, "is_authenticated", False):
        return ""
    account = cast("User", user)
    return account.once("rules", lambda: _why_not(account))


def _why_not(user: User) -> str:
    rows = list(_asking(user.pk, user.date_joined))
    # A refusal stands until a version that is not older is accepted: the next one does not give
    # writing back.
    last = {document: said for document, _, said in rows if said is not None}
    if not all(last.values()):
        return REFUSED
    until = _answer_until(rows)
    return UNANSWERED if until is not None and until < timezone.now() else ""


def _asking(pk: int, joined: datetime) -> QuerySet[RulesVersion, tuple[str, datetime, bool | None]]:
    mine = Consent.objects.filter(user=pk, version=OuterRef("pk"))
    asking = RulesVersion.objects.filter(asks_consent=True, since__gt=joined)
    rows = asking.annotate(said=Subquery(mine.values("accepted")[:1])).order_by("since", "pk")
    return rows.values_list("document", "since", "said")
