"""Who belongs to what: the base of every right in the rooms above."""

from typing import cast

from django.db import models

from .enums import MembershipRole, OrganisationKind
from .models import Coverage, Membership, Organisation, User


def memberships_of(user: object) -> list[Membership]:
    """The memberships that give this person rights, with their organisations, read once per
    request: none for who is held back until a second factor is proved."""
    if lacks_second_factor(user):
        note_missed(user)
        return []
    acting_for = getattr(user, "acting_for", None)
    return [
        membership
        for membership in all_memberships_of(user)
        if acting_for is None
        or membership.organisation.kind != acting_for.kind
        or membership.organisation_id == acting_for.pk
    ]


def withhold_roles(user: User) -> None:
    """Until the end of the request, their roles give this person nothing: a password alone, or a
    code by mail, has opened this session, and the time to protect the account is over."""
    user.lacks_second_factor = True


def lacks_second_factor(user: object) -> bool:
    """Whether roles give nothing to this person during this request. An attribute, which Django's
    lazy `request.user` tells of the account behind it."""
    return bool(getattr(user, "lacks_second_factor", False))


def note_missed(user: object) -> None:
    """Somebody held back was asked for a right of a role."""
    cast("User", user).misses_rights = True


def misses_rights(user: object) -> bool:
    """Whether somebody held back was refused what a role of theirs may give: a right was asked
    for, and there is a role."""
    if not lacks_second_factor(user) or not cast("User", user).misses_rights:
        return False
    return bool(all_memberships_of(user)) or cast("User", user).has_office_role()


def would_speak_for_others(user: object) -> bool:
    """Whether somebody held back would still write under the badge of an organisation."""
    if not lacks_second_factor(user):
        return False
    note_missed(user)
    return cast("User", user).is_superuser or bool(all_memberships_of(user))


def all_memberships_of(user: object) -> list[Membership]:
    """As `memberships_of`, with those that give no right now: what a person works for."""
    if not getattr(user, "is_authenticated", False):
        return []
    account = cast("User", user)
    return account.once("memberships", lambda: _memberships(account))


def has_every_right(user: object) -> bool:
    """Who may do everything, unless held back."""
    if not getattr(user, "is_superuser", False):
        return False
    if lacks_second_factor(user):
        note_missed(user)
        return False
    return True


def is_in_group(user: object, *names: str) -> bool:
    """Whether the person is of one of these groups of the back office, and not held back (1
    query)."""
    groups = getattr(user, "groups", None)
    if groups is None:
        return False
    if lacks_second_factor(user):
        note_missed(user)
        return False
    return bool(groups.filter(name__in=names).exists())


def _memberships(user: User) -> list[Membership]:
    from .models import Membership

    found = list(Membership.objects.filter(user=user).select_related("organisation"))
    for membership in found:
        membership.user = user
    return found


def act_for(user: User, organisation: Organisation) -> None:
    """Of one's organisations of this kind, this one alone gives rights until the end of the
    request: who works for two acts as one. Those of the others stay colleagues."""
    user.acting_for = organisation


def organisations_of(user: object, kind: OrganisationKind) -> list[Organisation]:
    """The organisations of this kind that give this person rights, once per request."""
    if not getattr(user, "is_authenticated", False):
        return []
    account = cast("User", user)
    acting_for = account.acting_for.pk if account.acting_for else 0
    return account.once(
        f"organisations {kind} {acting_for} {account.lacks_second_factor}",
        lambda: [m.organisation for m in memberships_of(account) if m.organisation.kind == kind],
    )


def colleagues_of(user: object) -> frozenset[int]:
    """Oneself and the members of one's organisations, read once per request: pks of accounts.

    Whoever reviews or decides is never of the organisation concerned. The national team is left
    out: it is the last resort, and watches itself by naming somebody else.
    """
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    account = cast("User", user)
    return account.once("colleagues", lambda: frozenset([account.pk, *colleagues(account)]))


def colleagues(user: object) -> models.QuerySet[Membership, int]:
    """Twin of `colleagues_of` for a queryset, oneself apart: nothing is read before it."""
    from .models import Membership

    mine = [
        membership.organisation_id
        for membership in all_memberships_of(user)
        if membership.organisation.kind != OrganisationKind.EQUIPE
    ]
    return Membership.objects.filter(organisation__in=mine).values_list("user", flat=True)


def remember_memberships(user: User, memberships: list[Membership]) -> None:
    """Keep what `MembershipQuerySet.for_account` read, so that no right reads it again."""
    user.once("memberships", lambda: memberships)
    user.once(
        "coverages",
        lambda: [
            coverage
            for membership in memberships
            if membership.organisation.kind == OrganisationKind.AGENCE
            for coverage in membership.organisation.coverages.all()
        ],
    )


def is_national_lead(user: object) -> bool:
    """Who answers for the national team."""
    if not is_national_team(user):
        return False
    return has_every_right(user) or _leads(user, OrganisationKind.EQUIPE)


def is_national_team(user: object) -> bool:
    if not getattr(user, "is_authenticated", False):
        return False
    return has_every_right(user) or bool(organisations_of(user, OrganisationKind.EQUIPE))


def is_agency(user: object) -> bool:
    return bool(organisations_of(user, OrganisationKind.AGENCE))


def is_auditor(user: object) -> bool:
    """Reads the log of moderation, and acts on nothing."""
    return bool(organisations_of(user, OrganisationKind.AUDIT))


def leads_an_agency(user: object) -> bool:
    """Who answers for a local agency."""
    return _leads(user, OrganisationKind.AGENCE)


def _leads(user: object, kind: OrganisationKind) -> bool:
    return any(
        membership.role == MembershipRole.RESPONSABLE
        for membership in memberships_of(user)
        if membership.organisation.kind == kind
    )


def is_lead_of(user: object, organisation: Organisation) -> bool:
    return any(
        membership.role == MembershipRole.RESPONSABLE
        for membership in memberships_of(user)
        if membership.organisation_id == organisation.pk
    )


def can_give_roles(user: object, organisation: Organisation) -> bool:
    """A lead of the organisation, or the national team; in the team, its leads only, so that
    nobody there names themselves. Twin of `OrganisationQuerySet.led_by`."""
    if is_lead_of(user, organisation) or has_every_right(user):
        return True
    return organisation.kind != OrganisationKind.EQUIPE and is_national_team(user)


def is_last_lead(membership: Membership) -> bool:
    """Whether nobody else answers for the organisation: they stay until somebody does."""
    if membership.role != MembershipRole.RESPONSABLE:
        return False
    from .models import Membership

    leads = Membership.objects.filter(role=MembershipRole.RESPONSABLE)
    others = leads.filter(organisation=membership.organisation_id).exclude(pk=membership.pk)
    return not others.exists()


def leads_something(user: object) -> bool:
    """Whether the pages of members have anything for this person; no query but memberships'."""
    return is_national_team(user) or any(
        membership.role == MembershipRole.RESPONSABLE for membership in memberships_of(user)
    )


def agency_coverages(user: object) -> list[Coverage]:
    """Territories of the person's agencies, each with its agency, read once per request; none for
    others."""
    mine = {one.pk for one in organisations_of(user, OrganisationKind.AGENCE)}
    if not mine:
        return []
    account = cast("User", user)
    every = account.once("coverages", lambda: _coverages(account))
    return [coverage for coverage in every if coverage.organisation_id in mine]


def _coverages(user: User) -> list[Coverage]:
    """Of all the agencies this person works for."""
    from .territories import coverages_of

    agencies = {
        membership.organisation_id: membership.organisation
        for membership in all_memberships_of(user)
        if membership.organisation.kind == OrganisationKind.AGENCE
    }
    coverages = coverages_of(list(agencies.values()))
    for coverage in coverages:
        coverage.organisation = agencies[coverage.organisation_id]
    return coverages


def territory_scope(user: object, prefix: str = "") -> models.Q:
    """Filter of rows (with `commune` and `departement`) inside the territories of one's agencies.

    Matches nothing for somebody who works for no agency, and never a row without territory.
    `prefix` is a relation to follow, such as `"question__"`.
    """
    scope = models.Q(pk__in=[])
    coverages = agency_coverages(user)
    for lookup, attribute in (
        ("commune__in", "commune_id"),
        ("commune__parent__in", "commune_id"),
        ("commune__epci__in", "epci_id"),
        ("departement__in", "departement_id"),
        ("departement__region__in", "region_id"),
    ):
        codes = [
            getattr(coverage, attribute) for coverage in coverages if getattr(coverage, attribute)
        ]
        if codes:
            scope |= models.Q(**{f"{prefix}{lookup}": codes})
    return scope
