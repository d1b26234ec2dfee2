"""Who answers an appeal: never who decided, never of the organisation concerned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.comptes.perms import is_national_lead, memberships_of

from .enums import AppealRoute

if TYPE_CHECKING:
    from .models import Appeal

# Leads of other agencies told of an appeal that the national team cannot answer.
POOL_TOLD = 20


def deciders_of(appeal: Appeal) -> tuple[AppealRoute, list[User]]:
    """Who is asked to answer an appeal, and by which way it reaches them (few queries and people).

    The members of the national team who took no part in it. When nobody but who answers for the
    team is left, it goes to them; when none of them is free, to those who answer for other
    agencies; when there is none either, to who answers for the team, even if their other
    organisation is concerned. When nobody is left, the list is empty: the contact address is told,
    and so is the person.
    """
    away = _kept_away(appeal)
    people = [person for person in national_team() if person.pk not in away]
    concerned = _concerned(appeal)
    free = [person for person in people if not _belongs(person, concerned)]
    if any(not is_national_lead(person) for person in free):
        return AppealRoute.TEAM, free
    if free:
        return AppealRoute.LEAD, free
    pool = [
        person
        for person in _agency_leads()
        if person.pk not in away and not _belongs(person, concerned)
    ]
    if pool:
        return AppealRoute.AGENCIES, pool[:POOL_TOLD]
    leads = [person for person in people if is_national_lead(person)]
    return (AppealRoute.LEAD, leads) if leads else (AppealRoute.NOBODY, [])


def may_answer(person: User, appeal: Appeal) -> bool:
    """Whether this person may answer: whoever is asked to and, of a decision of an agency, whoever
    answers for another one."""
    if person in deciders_of(appeal)[1]:
        return True
    organisation = appeal.statement.decision.organisation
    by_agency = organisation is not None and organisation.kind == OrganisationKind.AGENCE
    if not (by_agency or appeal.open_to_agencies) or not _leads_an_agency(person):
        return False
    return person.pk not in _kept_away(appeal) and not _belongs(person, _concerned(appeal))


def national_team() -> list[User]:
    """Whoever is of the national team, with their memberships (2 queries)."""
    return _with_memberships(
        Q(is_superuser=True) | Q(memberships__organisation__kind=OrganisationKind.EQUIPE)
    )


def _agency_leads() -> list[User]:
    return _with_memberships(
        Q(
            memberships__role=MembershipRole.RESPONSABLE,
            memberships__organisation__kind=OrganisationKind.AGENCE,
        )
    )


def _with_memberships(who: Q) -> list[User]:
    rows = User.objects.filter(who, is_active=True).order_by("pk").distinct()
    people = list(rows.prefetch_related("memberships__organisation"))
    for person in people:
        # Read once for all of them: what `memberships_of` would ask one by one.
        person.once("memberships", partial(list, person.memberships.all()))
    return people


def _kept_away(appeal: Appeal) -> set[int | None]:
    """Who decided, who had proposed it, who contests, and those who never judge this case."""
    decision = appeal.statement.decision
    proposed = decision.case.proposals.filter(decision=decision).order_by()
    never = decision.case.kept_away.order_by().values_list("pk", flat=True)
    away = never.union(proposed.values_list("proposed_by", flat=True))
    return {decision.decided_by_id, appeal.statement.recipient_id, *away}


def _concerned(appeal: Appeal) -> set[int | None]:
    """The organisation that decided, and those of the person who contests."""
    return {
        appeal.statement.decision.organisation_id,
        *_organisations_of(appeal.statement.recipient_id),
    }


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


def _leads_an_agency(person: User) -> bool:
    return any(
        membership.role == MembershipRole.RESPONSABLE
        and membership.organisation.kind == OrganisationKind.AGENCE
        for membership in memberships_of(person)
    )
