"""A connection that an operator has just said and may still take back, as the people of the
building read it: not yet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from .models import ToldConnection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Copropriete, CoproprieteMember


def as_told(buildings: Iterable[Copropriete]) -> None:
    """Show these buildings as they were before what is not told yet: nothing is saved. One query
    when some are connected, none else."""
    connected = defaultdict(list)
    for one in buildings:
        if one.is_connected:
            connected[one.pk].append(one)
    if not connected:
        return
    for told in ToldConnection.objects.filter(
        copropriete__in=connected, told_at__gt=timezone.now()
    ):
        for one in connected[told.copropriete_id]:
            for name, value in told.before.items():
                setattr(one, name, value)


def is_to_be_told(buildings: Iterable[int | None]) -> bool:
    """Whether somebody whose account is open will be told that one of these was connected."""
    told = ToldConnection.objects.filter(copropriete__in=buildings, told_at__gt=timezone.now())
    return told.filter(copropriete__memberships__user__is_active=True).exists()


def members_as_told(members: Iterable[CoproprieteMember]) -> None:
    as_told([one.copropriete for one in members])
