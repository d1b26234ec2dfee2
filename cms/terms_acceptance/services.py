"""Saying yes or no to the rules, and what of them waits for an answer."""

from collections.abc import Collection
from typing import cast

from django.db import transaction
from django.utils import timezone

from communaute.comptes.menus import Waiting
from communaute.comptes.models import User
from socle.errors import Refused

from ..models import Consent
from .perms import asked_versions, unanswered_versions


@transaction.atomic
def answer_rules(*, actor: User, accepted: bool, seen: Collection[int]) -> bool:
    """Keep the answer to the versions that ask for one; the same answer again changes nothing.

    `seen`: keys of the versions that the person read. Raises RulesMoved when another one asks.
    """
    asked = asked_versions(actor)
    if {version.pk for version in asked} != set(seen):
        raise RulesMoved
    for version in asked:
        known = Consent.objects.filter(user=actor, version=version).first()
        if known is not None and known.accepted == accepted:
            continue
        Consent.objects.update_or_create(
            user=actor,
            version=version,
            defaults={"accepted": accepted, "answered_at": timezone.now()},
        )
    actor.forget()
    return accepted


class RulesMoved(Refused):
    """A newer version came while the person was reading."""

    message = "Une version plus récente vient de paraître : la voici. Relisez-la."


def rules_to_read(user: object) -> int:
    return len(unanswered_versions(cast("User", user)))


WAITING = Waiting(
    "terms:rules",
    rules_to_read,
    "nouvelle version de nos règles à lire",
    "nouvelles versions de nos règles à lire",
)
