"""Who may do what in moderation; each reading rule has its twin in `querysets.py`."""

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Coverage, Membership, Organisation, User
from communaute.comptes.perms import (
    agency_coverages,
    colleagues_of,
    is_agency,
    is_national_lead,
    is_national_team,
    leads_an_agency,
    memberships_of,
    organisations_of,
)
from socle.hooks import hooked

from .deadlines import is_told
from .enums import WITHHELD, AppealRoute, ContentStatus, Escalation
from .models import Appeal, Case, StatementOfReasons
from .second_reading.models import SecondReading

# Who says which agencies one of the national team is helping, by their own desk.


def can_see_queue(user: object) -> bool:
    """Agencies and the national team. Never an operator, a local authority or a member."""
    return is_agency(user) or is_national_team(user)


def can_read(user: object, content: Any) -> bool:
    """May read this content; twin of `ModeratedQuerySet.visible_to`."""
    if content.status == ContentStatus.PUBLISHED:
        return True
    if not _is_signed_in(user) or content.status not in {*WITHHELD, ContentStatus.REMOVED}:
        return False
    mine = content.author_id == _pk(user) and content.status in WITHHELD
    return mine or is_national_team(user) or covers(user, content)


def can_report(user: object, content: Any) -> bool:
    """Anyone may report what others wrote."""
    return not (_is_signed_in(user) and content.author_id == _pk(user))


def can_moderate(user: object, case: Case) -> bool:
    """May open this case and act on it; twin of `CaseQuerySet.visible_to`.

    Never about one's own words, nor those of a colleague or a neighbour, nor in one's own
    discussion, nor to judge again what one decided (`Case.kept_away`).
    """
    if not _is_signed_in(user) or case.author_id in colleagues_of(user):
        return False
    if is_kept_away(user, case):
        return False
    return is_national_team(user) or covers(user, case) or _is_entrusted_with(user, case)


def can_moderate_content(user: object, content: Any) -> bool:
    """May open the case of this text, on their own initiative too; twin of `can_moderate`."""
    if not can_see_queue(user) or content.author_id in colleagues_of(user):
        return False
    return is_national_team(user) or covers(user, content)


def can_decide(user: object, case: Case) -> bool:
    """May decide this case: one opens it, and it is not entrusted to others; twin of
    `CaseQuerySet.within_reach_of`."""
    return can_moderate(user, case) and has_reach(user, case)


def has_reach(user: object, case: Case) -> bool:
    """Whether a case that this person sees is not entrusted to others; no query."""
    if is_national_team(user) or not case.level:
        return True
    if case.level == Escalation.LEAD:
        return leads_an_agency(user)
    return case.level == Escalation.NEIGHBOUR and _is_entrusted_with(user, case)


def is_kept_away(user: object, case: Case) -> bool:
    """Whether this person moderates, but never this case: read for those who moderate only."""
    if not can_see_queue(user):
        return False
    return bool(case.kept_away.filter(pk=_pk(user)).exists())


def can_see_reporters(user: object) -> bool:
    """May read who reported: those who answer for an agency, and the national team."""
    return is_national_team(user) or leads_an_agency(user)


def can_read_statement(user: object, statement: StatementOfReasons) -> bool:
    """May read this statement; twin of `StatementQuerySet.visible_to`."""
    if not _is_signed_in(user):
        return False
    if is_national_team(user):
        return True
    if statement.recipient_id == _pk(user) and is_told(statement.decision, timezone.now()):
        return True
    return covers(user, statement.decision.case)


def can_appeal(statement: StatementOfReasons) -> bool:
    """The statement may still be contested: in time, and not contested yet."""
    return not hasattr(statement, "appeal") and timezone.now() <= statement.redress_until


def can_see_appeal(user: object, appeal: Appeal) -> bool:
    """May read this appeal among those to answer; twin of `AppealQuerySet.visible_to`.

    The national team, and who answers for an agency: of the decisions of other agencies, and of
    those that the national team cannot answer. Never about one's own words, nor a colleague's.
    """
    recipient = appeal.statement.recipient_id
    if is_national_team(user):
        return recipient != _pk(user)
    if not leads_an_agency(user) or recipient in colleagues_of(user):
        return False
    decision = appeal.statement.decision
    if is_kept_away(user, decision.case):
        return False
    mine = {agency.pk for agency in organisations_of(user, OrganisationKind.AGENCE)}
    organisation = decision.organisation
    by_other = organisation is not None and organisation.kind == OrganisationKind.AGENCE
    return (by_other or appeal.open_to_agencies) and decision.organisation_id not in mine


def can_see_appeals(user: object) -> bool:
    """The national team, and who answers for an agency."""
    return is_national_team(user) or leads_an_agency(user)


def can_decide_appeal(user: object, appeal: Appeal) -> bool:
    """May answer: those whom `may_answer` names, and only them."""
    if not can_see_appeal(user, appeal) or appeal.decided_at is not None:
        return False
    return may_answer(cast("User", user), appeal)


def acting_organisations(user: object, case: Case) -> list[Organisation]:
    """In whose name the person may decide this case: the agencies that cover it or that it was
    entrusted to, then the national team, then the agencies that one of the team is helping; none
    for a superuser without membership."""
    found = {
        coverage.organisation_id: coverage.organisation
        for coverage in agency_coverages(user)
        if _contains(coverage, case)
    }
    for agency in organisations_of(user, OrganisationKind.AGENCE):
        if agency.pk == case.entrusted_to_id:
            found.setdefault(agency.pk, agency)
    for team in organisations_of(user, OrganisationKind.EQUIPE):
        found.setdefault(team.pk, team)
    for helped in _helped_by(user):
        if any(_contains(one, case) for one in helped.coverages.all()):
            found.setdefault(helped.pk, helped)
    return list(found.values())


def _helped_by(user: object) -> list[Organisation]:
    """Read once per request, for the national team only."""
    if not is_national_team(user):
        return []
    account = cast("User", user)
    return account.once(
        "helped agencies",
        lambda: [one for give in hooked("moderation.helped_agencies") for one in give(account)],
    )


def covering_organisations(case: Case, coverages: Iterable[Coverage]) -> list[Organisation]:
    """The organisations of these coverages that hold the case, each once."""
    found = {one.organisation_id: one.organisation for one in coverages if _contains(one, case)}
    return list(found.values())


def acting_organisation(user: object, case: Case) -> Organisation | None:
    """In whose name the person acts on this case: as they chose (`act_for`), else the first of
    `acting_organisations`."""
    possible = acting_organisations(user, case)
    chosen = getattr(user, "decides_for", None)
    return next((one for one in possible if one.pk == chosen), possible[0] if possible else None)


def act_for(user: User, case: Case, organisation: int | None) -> bool:
    """Choose, for this request, in whose name the person acts on this case; False when it is
    none of theirs here."""
    if organisation not in {one.pk for one in acting_organisations(user, case)}:
        return False
    user.decides_for = organisation
    return True


def _is_signed_in(user: object) -> bool:
    return bool(getattr(user, "is_authenticated", False))


def _pk(user: object) -> int | None:
    return getattr(user, "pk", None)


def _is_entrusted_with(user: object, case: Case) -> bool:
    return case.entrusted_to_id is not None and any(
        agency.pk == case.entrusted_to_id
        for agency in organisations_of(user, OrganisationKind.AGENCE)
    )


def covers(user: object, content: Any) -> bool:
    """Whether this row, with `commune` and `departement`, is in the territory of one's agencies; no
    query for who works for none."""
    return any(_contains(coverage, content) for coverage in agency_coverages(user))


def _contains(coverage: Coverage, content: Any) -> bool:
    """Whether one territory holds a row with `commune` and `departement`, as
    `comptes.perms.territory_scope` says it for the database."""
    if coverage.departement_id:
        return coverage.departement_id == content.departement_id
    if coverage.region_id:
        departement = content.departement
        return departement is not None and departement.region_id == coverage.region_id
    commune = content.commune
    if commune is None:
        return False
    if coverage.commune_id:
        return coverage.commune_id in {commune.pk, commune.parent_id}
    return coverage.epci_id == commune.epci_id


def can_read_again(user: object, reading: SecondReading) -> bool:
    """Of the agency it was given to, or of the national team; never one's own decision or words."""
    if not _is_signed_in(user):
        return False
    decision = reading.decision
    if decision.decided_by_id == _pk(user):
        return False
    if decision.case.author_id in colleagues_of(user):
        return False
    if reading.organisation_id is None:
        return is_national_team(user)
    mine = organisations_of(user, OrganisationKind.AGENCE)
    return any(agency.pk == reading.organisation_id for agency in mine)


# Who answers an appeal: never who decided, never of the organisation concerned.


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
    if not (by_agency or appeal.open_to_agencies) or not leads_an_agency(person):
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
