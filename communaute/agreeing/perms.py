"""Who may write, as far as the rules are concerned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.models import RulesVersion

from .errors import RulesNotAccepted
from .models import Consent
from .numbers import NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import User

REFUSED = (
    "Vous n’avez pas accepté nos règles : vous pouvez lire, et recevoir une copie de vos données, "
    "mais pas écrire. Vous pouvez changer d’avis dans « Mon compte », « Nos règles »."
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


def may_write(user: User) -> bool:
    """Whether the rules let this person write: not after a refusal, nor without an answer once
    `days_to_answer` have passed (at most two queries)."""
    return why_not(user) == ""


def why_not(user: User) -> str:
    """Why this person may not write, in words for them; "" when they may."""
    asked = asked_versions(user)
    if not asked:
        return ""
    said = dict(
        Consent.objects.filter(user=user, version__in=asked).values_list("version", "accepted")
    )
    if False in said.values():
        return REFUSED
    limit = timezone.now() - timedelta(days=NUMBERS.days_to_answer)
    late = any(version.pk not in said and version.since < limit for version in asked)
    return UNANSWERED if late else ""


def check_may_write(user: User) -> None:
    """Raises RulesNotAccepted for who may read only."""
    if why := why_not(user):
        raise RulesNotAccepted(why)
