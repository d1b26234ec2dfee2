"""Every late thing of every agency, by kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Coverage, Membership, Organisation
from communaute.moderation.enums import Escalation
from communaute.moderation.models import Appeal, Case
from communaute.moderation.perms import covering_organisations
from communaute.moderation.services.alerts import late_key
from communaute.notifications.models import Notification
from socle.hooks import hooked

from ..numbers import NATIONAL_NUMBERS

TEAM = "Équipe nationale"


@dataclass(frozen=True)
class LateLine:
    """One late thing: whose it is, what, when it was due, where one sees it; the address to post
    to, to remind them of it (`reminded_at`: done lately), and how else to reach them."""

    whose: str
    what: str
    due_at: datetime
    url: str = ""
    remind_url: str = ""
    reminded_at: datetime | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class LateKind:
    """`lines(now, most)`: at most so many, the oldest first."""

    key: str
    label: str
    lines: Callable[[datetime, int], Iterable[LateLine]]


def late_by_agency(now: datetime) -> list[tuple[str, list[tuple[str, list[LateLine]]]]]:
    """(whose, [(kind, lines)]), whoever has the most first; the team last."""
    found: dict[str, dict[str, list[LateLine]]] = {}
    for kind in (kind for kinds in hooked("guichets.late") for kind in kinds):
        for line in kind.lines(now, NATIONAL_NUMBERS.late_max):
            found.setdefault(line.whose, {}).setdefault(kind.label, []).append(line)
    ranked = sorted(
        found.items(),
        key=lambda item: (item[0] == TEAM, -sum(map(len, item[1].values())), item[0]),
    )
    return [(whose, list(kinds.items())) for whose, kinds in ranked]


def late_cases(now: datetime, most: int) -> Iterable[LateLine]:
    """Open cases past their term, with whoever is to decide them now."""
    rows = Case.objects.to_decide().filter(due_at__lt=now).order_by("due_at", "pk")
    deciders = agencies_of(rows.select_related("commune", "departement", "entrusted_to")[:most])
    reminded, decidable = _reminded(deciders, now), _decidable(deciders)
    for case, agencies in deciders.items():
        theirs = case in decidable
        whose = ", ".join(agency.name for agency in agencies) if theirs else TEAM
        remind = reverse("national:remind_case", args=[case.pk]) if theirs else ""
        what = f"{case}, {case.place}"
        if case.level == Escalation.NATIONAL:
            what += ", confié à l’équipe nationale"
        elif agencies and not theirs:
            what += ", à décider par l’équipe nationale : personne de son agence ne le peut"
        elif case.level == Escalation.NEIGHBOUR:
            what += ", confié à cette agence"
        at = reminded.get(case)
        yield LateLine(whose, what, case.due_at, case.get_absolute_url(), remind, at)


def agencies_of(cases: Iterable[Case]) -> dict[Case, list[Organisation]]:
    """The agencies that are to decide each of these cases: those of its territory, or the one it
    was entrusted to; none for what is the national team's. One query."""
    rows = Coverage.objects.filter(organisation__kind=OrganisationKind.AGENCE)
    coverages = list(rows.select_related("organisation"))
    return {case: _agencies(case, coverages) for case in cases}


def _agencies(case: Case, coverages: Iterable[Coverage]) -> list[Organisation]:
    if case.level == Escalation.NATIONAL:
        return []
    if case.level == Escalation.NEIGHBOUR:
        return [case.entrusted_to] if case.entrusted_to else []
    return covering_organisations(case, coverages)


def _decidable(deciders: Mapping[Case, Iterable[Organisation]]) -> set[Case]:
    """Those that somebody of their agencies has (`people_of`), who is neither kept away nor a
    colleague of the author; in as many queries for all."""
    places = Membership.objects.filter(user__is_active=True)
    theirs = places.filter(
        organisation__in={agency.pk for agencies in deciders.values() for agency in agencies}
    )
    people = _people_by_organisation(theirs)
    leads = _people_by_organisation(theirs.filter(role=MembershipRole.RESPONSABLE))
    authors = Membership.objects.filter(user__in={case.author_id for case in deciders})
    of_author = list(
        authors.exclude(organisation__kind=OrganisationKind.EQUIPE).values_list(
            "user", "organisation"
        )
    )
    colleagues = _people_by_organisation(
        places.filter(organisation__in={organisation for _, organisation in of_author})
    )
    away = Case.kept_away.through.objects.filter(case__in=deciders)
    kept_away = set(away.values_list("case", "user"))
    found = set()
    for case, agencies in deciders.items():
        having = leads if case.level == Escalation.LEAD else people
        able = {user for agency in agencies for user in having[agency.pk]} - {case.author_id}
        for author, organisation in of_author:
            if author == case.author_id:
                able -= colleagues[organisation]
        if any((case.pk, user) not in kept_away for user in able):
            found.add(case)
    return found


def _people_by_organisation(places: QuerySet[Membership]) -> defaultdict[int | None, set[int]]:
    found: defaultdict[int | None, set[int]] = defaultdict(set)
    for organisation, user in places.values_list("organisation", "user"):
        found[organisation].add(user)
    return found


def _reminded(
    deciders: Mapping[Case, Iterable[Organisation]], now: datetime
) -> dict[Case, datetime]:
    """When each of these late cases was reminded today to somebody who is still there to decide it:
    of one of its `deciders`, or of the national team."""
    today = timezone.localdate(now)
    cases = {late_key(case, today): case for case in deciders}
    told = Notification.objects.filter(key__in=cases).order_by("created_at")
    rows = list(told.values_list("key", "user", "user__is_superuser", "created_at"))
    places = Membership.objects.filter(user__in={user for _, user, _, _ in rows})
    works = set(places.values_list("user", "organisation"))
    team = places.filter(organisation__kind=OrganisationKind.EQUIPE).values_list("user", flat=True)
    national = {*team, *(user for _, user, is_superuser, _ in rows if is_superuser)}
    found = {}
    for key, user, _, at in rows:
        case = cases[key]
        if user in national or any((user, agency.pk) in works for agency in deciders[case]):
            found[case] = at
    return found


def late_appeals(now: datetime, most: int) -> Iterable[LateLine]:
    """Appeals past their term."""
    waiting = Appeal.objects.waiting().order_by("filed_at", "pk")
    for appeal in waiting.select_related("statement__decision__organisation")[:most]:
        if appeal.due_at < now:
            url = reverse("moderation:appeal_detail", args=[appeal.pk])
            number = appeal.statement.number
            yield LateLine(TEAM, f"Recours sur la décision {number}", appeal.due_at, url)


KINDS = (
    LateKind("cases", "Dossiers de modération", late_cases),
    LateKind("appeals", "Recours", late_appeals),
)
