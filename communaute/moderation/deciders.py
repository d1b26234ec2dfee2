"""Who answers an appeal: never who decided, never of the organisation concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.comptes.perms import is_national_lead, memberships_of

from .enums import AppealRoute

if TYPE_CHECKING:
    from .models import Appeal


def deciders_of(appeal: Appeal) -> tuple[AppealRoute, list[User]]:
    """Who may answer an appeal, and by which way it reaches them (3 queries, few people).

    The members of the national team who took no part in it. When only who answers for the team is
    left, it goes to them, even if their other organisation is concerned: nobody else can. When
    nobody is left, the list is empty: the contact address is told, and so is the person.
    """
    decision = appeal.statement.decision
    recipient = appeal.statement.recipient_id
    people = [
        person
        for person in _national_team()
        if person.pk not in {decision.decided_by_id, recipient}
    ]
    concerned = {decision.organisation_id, *_organisations_of(recipient)}
    free = [person for person in people if not _belongs(person, concerned)]
    leads = [person for person in people if is_national_lead(person)]
    if any(person not in leads for person in free):
        return AppealRoute.TEAM, free
    return (AppealRoute.LEAD, leads) if leads else (AppealRoute.NOBODY, [])


def _national_team() -> list[User]:
    team = User.objects.filter(is_active=True).filter(
        Q(is_superuser=True) | Q(memberships__organisation__kind=OrganisationKind.EQUIPE)
    )
    people = list(team.distinct().prefetch_related("memberships__organisation"))
    for person in people:
        # Read once for all of them: what `memberships_of` would ask one by one.
        person.__dict__["_memberships"] = list(person.memberships.all())
    return people


def _organisations_of(person: int | None) -> list[int]:
    if person is None:
        return []
    rows = Membership.objects.filter(user=person)
    return list(rows.values_list("organisation", flat=True))


def _belongs(person: User, organisations: set[int | None]) -> bool:
    """Whether the person is of one of these, the national team apart."""
    return any(
        membership.organisation_id in organisations
        for membership in memberships_of(person)
        if membership.organisation.kind != OrganisationKind.EQUIPE
    )
