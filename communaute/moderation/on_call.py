"""Who is told of a case: those who have it. At night, of what has a clock of hours, who is on call;
the others in the morning."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import Membership, User
from communaute.notifications.channels import is_night
from communaute.notifications.services import tell
from communaute.organisations.absences import people_there, present

from .enums import Escalation
from .models import Case
from .querysets import agents_of, members_of, moderators_of, team_of


def people_of(case: Case) -> QuerySet[User]:
    """Those who have a case: to whom it was entrusted, else the moderators of its territory; the
    national team when nobody of them is left."""
    if not case.level:
        return moderators_of(case)
    entrusted = User.objects.none()
    if case.level == Escalation.NEIGHBOUR:
        entrusted = members_of(case, [case.entrusted_to])
    elif case.level == Escalation.LEAD:
        entrusted = leads_of(case)
    return present(entrusted) if entrusted.exists() else team_of(case)


def leads_of(case: Case) -> QuerySet[User]:
    """Who answers for the agencies that cover it, there or away."""
    return agents_of(case).filter(memberships__role=MembershipRole.RESPONSABLE)


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
    return people & set(people_there(User.objects.filter(pk__in=on_call.values("user"))))
