"""Who may do what in moderation; each reading rule has its twin in `querysets.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Coverage
from communaute.comptes.perms import (
    colleagues_of,
    is_agency,
    is_national_team,
    memberships_of,
    organisations_of,
)

from .deciders import deciders_of
from .enums import ContentStatus

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

    from .models import Appeal, Case, StatementOfReasons


def can_see_queue(user: object) -> bool:
    """Agencies and the national team. Never an operator, a local authority or a member."""
    return is_agency(user) or is_national_team(user)


def can_read(user: object, content: Any) -> bool:
    """May read this content; twin of `ModeratedQuerySet.visible_to`."""
    if content.status == ContentStatus.PUBLISHED:
        return True
    if content.status != ContentStatus.HIDDEN or not _is_signed_in(user):
        return False
    return is_national_team(user) or content.author_id == _pk(user) or _covers(user, content)


def can_report(user: object, content: Any) -> bool:
    """Anyone may report what others wrote."""
    return not (_is_signed_in(user) and content.author_id == _pk(user))


def can_moderate(user: object, case: Case) -> bool:
    """May open this case and act on it; twin of `CaseQuerySet.visible_to`.

    Never about one's own words, nor those of a colleague.
    """
    if not _is_signed_in(user) or case.author_id in colleagues_of(user):
        return False
    return is_national_team(user) or _covers(user, case)


def can_see_reporters(user: object) -> bool:
    """May read who reported: those who answer for an agency, and the national team."""
    return is_national_team(user) or any(
        membership.role == MembershipRole.RESPONSABLE
        for membership in memberships_of(user)
        if membership.organisation.kind == OrganisationKind.AGENCE
    )


def can_read_statement(user: object, statement: StatementOfReasons) -> bool:
    """May read this statement; twin of `StatementQuerySet.visible_to`."""
    if not _is_signed_in(user):
        return False
    if is_national_team(user) or statement.recipient_id == _pk(user):
        return True
    return _covers(user, statement.decision.case)


def can_appeal(statement: StatementOfReasons) -> bool:
    """The statement may still be contested: in time, and not contested yet."""
    return not hasattr(statement, "appeal") and timezone.now() <= statement.redress_until


def can_see_appeal(user: object, appeal: Appeal) -> bool:
    """May read this appeal among those to answer; twin of `AppealQuerySet.visible_to`."""
    return is_national_team(user) and appeal.statement.recipient_id != _pk(user)


def can_decide_appeal(user: object, appeal: Appeal) -> bool:
    """May answer: those of the national team that `deciders_of` names, and only them."""
    if not can_see_appeal(user, appeal) or appeal.decided_at is not None:
        return False
    return user in deciders_of(appeal)[1]


def acting_organisation(user: object, case: Case) -> Organisation | None:
    """For which organisation the person decides this case: the agency that covers it, or the
    national team; None for a superuser without membership."""
    for coverage in _coverages(user):
        if _contains(coverage, case):
            return coverage.organisation
    return next(iter(organisations_of(user, OrganisationKind.EQUIPE)), None)


def _is_signed_in(user: object) -> bool:
    return bool(getattr(user, "is_authenticated", False))


def _pk(user: object) -> int | None:
    return getattr(user, "pk", None)


def _coverages(user: object) -> list[Coverage]:
    """Territories of the person's agencies, read once per request."""
    if not is_agency(user):
        return []
    account = cast("User", user)
    cached = account.__dict__.get("_moderated_coverages")
    if cached is None:
        cached = list(
            Coverage.objects.of_user(account, OrganisationKind.AGENCE).select_related(
                "organisation"
            )
        )
        account.__dict__["_moderated_coverages"] = cached
    return cached


def _covers(user: object, content: Any) -> bool:
    return any(_contains(coverage, content) for coverage in _coverages(user))


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
