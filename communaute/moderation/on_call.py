"""Who is told at night of what has a clock of hours; the others are told in the morning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from communaute.comptes.models import Membership, User
from communaute.notifications.channels import is_night
from communaute.notifications.services import tell
from communaute.organisations.absences import there


def tell_on_call(
    kind: str, *, people: Iterable[User], team: Iterable[User], **message: Any
) -> None:
    """Tell these people, as `tell` would; at night, at once those of them who are on call, and the
    others in the morning.

    When none of them is on call, those of the national team (`team`) are told too, at once; when
    there is none either, everybody is.
    """
    told = list(people)
    called = set(told)
    if is_night(timezone.now()):
        called = on_call_among(told) or set(team) or called
    for person in dict.fromkeys([*told, *called]):
        tell(kind, to=person, at_night=person in called, **message)


def on_call_among(people: Iterable[User]) -> set[User]:
    """Those of these people whom their agency wakes, and who stands in for one who is away."""
    people = set(people)
    agencies = Membership.objects.filter(user__in=people).values("organisation")
    on_call = Membership.objects.filter(is_on_call=True, organisation__in=agencies)
    return people & set(there(User.objects.filter(pk__in=on_call.values("user"))))
