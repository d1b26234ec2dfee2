"""Saying yes or no to the rules."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .errors import RulesMoved
from .models import Consent
from .perms import asked_versions

if TYPE_CHECKING:
    from communaute.comptes.models import User


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
