"""Cases that wait: their lead, a neighbour, the national team, each in its time."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage, Organisation
from communaute.moderation.deadlines import national_at
from communaute.moderation.enums import CaseStatus, Escalation, Pace
from communaute.moderation.models import Case
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.on_call import leads_of
from communaute.moderation.querysets import moderators_of
from communaute.moderation.services import alerts, escalate, notify
from communaute.organisations.absences import present
from socle.scheduler import Step, each_apart

from ..services.auto_hide import alert_still_hidden, show_again

TOO_LATE = "Personne n’a décidé dans le délai."
NOBODY_LEFT = "Aucune agence ne modère plus ce territoire."
WEEK = timedelta(days=7)


def to_national(now: datetime) -> list[int]:
    """Open cases whose time with their agency is over (`national_at`)."""
    reviewed = now - timedelta(hours=NUMBERS.review_hours)
    ordinary = now - timedelta(days=NUMBERS.national_working_days)
    old = now - timedelta(days=NUMBERS.national_days)
    maybe = (
        Q(pace=Pace.URGENT, due_at__lte=now)
        | Q(pace=Pace.REVIEW, opened_at__lte=reviewed)
        | Q(pace=Pace.ORDINARY, opened_at__lte=ordinary)
        | Q(opened_at__lte=old)
    )
    rows = Case.objects.to_decide().exclude(level=Escalation.NATIONAL).filter(maybe)
    found = rows.order_by("pk").values_list("pk", "pace", "opened_at", "due_at")
    return [pk for pk, pace, opened, due in found if national_at(pace, opened, due) <= now]


def entrust_to_national(pk: int, now: datetime) -> dict[str, int]:
    """The national team decides from now on, this case and the others that are due; the agency
    still reads."""
    return _entrust(pk, to_national(now), TOO_LATE)


def to_neighbour(now: datetime) -> list[int]:
    """Texts read before publication that their agency did not read in time."""
    rows = Case.objects.to_decide().filter(level="", pace=Pace.REVIEW, due_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def entrust_to_neighbour(pk: int, now: datetime) -> dict[str, int]:
    """An agency of the same region reads it; the national team when there is none."""
    return _entrust(pk, to_neighbour(now), TOO_LATE, beside=True)


def neighbour_of(case: Case) -> Organisation | None:
    """The agency of the same region, with people, that has the fewest cases of others to decide."""
    if case.departement is None:
        return None
    here = Organisation.objects.filter(memberships__user__in=moderators_of(case)).values("pk")
    near = Organisation.objects.agencies().in_region_of(case.departement)
    agencies = near.filter(memberships__user__is_active=True).exclude(pk__in=here)
    found = Organisation.objects.filter(pk__in=agencies.values("pk"))
    busy = dict(
        Case.objects.to_decide()
        .filter(entrusted_to__in=found)
        .order_by()
        .values_list("entrusted_to")
        .annotate(Count("pk"))
    )
    return min(found, key=lambda one: (busy.get(one.pk, 0), one.pk), default=None)


def late_with_agency(now: datetime) -> list[int]:
    """Ordinary cases past their time, whose lead was not told."""
    rows = Case.objects.to_decide().filter(
        level="", pace=Pace.ORDINARY, due_at__lte=now, late_told_at=None
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_lead(pk: int, now: datetime) -> dict[str, int]:
    """Tell who answers for the agency; its members still decide."""
    case = _locked(pk)
    if case is None or case.late_told_at is not None:
        return {}
    alerts.tell_late(case, present(leads_of(case)))
    _told(case, now)
    return {"cases_late": 1}


def old_with_national(now: datetime) -> list[int]:
    """Cases of a month that even the national team did not decide; again each week."""
    opened = now - timedelta(days=NUMBERS.national_days)
    rows = Case.objects.to_decide().filter(
        Q(late_told_at=None) | Q(late_told_at__lte=now - WEEK),
        level=Escalation.NATIONAL,
        opened_at__lte=opened,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_contact(pk: int, now: datetime) -> dict[str, int]:
    case = _locked(pk)
    if case is None:
        return {}
    alerts.tell_nobody_decides(case, now)
    _told(case, now)
    return {"cases_old": 1}


def without_agency(now: datetime) -> list[int]:
    """Cases of a place, or entrusted to an agency, where nobody moderates any more.

    Two queries, whatever the number of cases, when all is well: places that somebody covers, and
    cases by place.
    """
    covered = _covered()
    rows = Case.objects.to_decide().exclude(level=Escalation.NATIONAL)
    # What was written for all of France never had an agency.
    rows = rows.exclude(commune=None, departement=None)
    places = rows.order_by().values_list(
        *("commune", "commune__parent", "commune__epci", "departement", "departement__region")
    )
    lost = [place[0::3] for place in places.distinct() if not covered.intersection(_named(place))]
    orphans = Q(pk__in=[])
    for commune, departement in lost:
        orphans |= Q(level="", commune=commune, departement=departement)
    staffed = Organisation.objects.filter(memberships__user__is_active=True).values("pk")
    orphans |= Q(level=Escalation.NEIGHBOUR) & ~Q(entrusted_to__in=staffed)
    return list(rows.filter(orphans).order_by("pk").values_list("pk", flat=True))


def _covered() -> set[tuple[str, object]]:
    rows = Coverage.objects.filter(
        organisation__kind=OrganisationKind.AGENCE, organisation__memberships__user__is_active=True
    )
    names = ("commune", "epci", "departement", "region")
    return {
        (name, code)
        for row in rows.values_list(*names).distinct()
        for name, code in zip(names, row, strict=True)
        if code is not None
    }


def _named(place: tuple[object, ...]) -> set[tuple[str, object]]:
    names = ("commune", "commune", "epci", "departement", "region")
    return {(name, code) for name, code in zip(names, place, strict=True) if code is not None}


def hand_to_national(pk: int, now: datetime) -> dict[str, int]:
    return _entrust(pk, without_agency(now), NOBODY_LEFT, "cases_without_agency")


@transaction.atomic
def _entrust(
    pk: int, pks: list[int], why: str, name: str = "cases_to_national", *, beside: bool = False
) -> dict[str, int]:
    """All that is due goes together: to an agency of the region (`beside`) or to the national team,
    who are told once."""
    due = Case.objects.to_decide().filter(pk__in=pks).select_for_update(of=("self",))
    told, done = [], Counter[str]()

    def entrust(case: Case) -> None:
        to = neighbour_of(case) if beside else None
        level = Escalation.NEIGHBOUR if to else Escalation.NATIONAL
        told.append(escalate(actor=None, case=case, level=level, why=why, organisation=to))
        done["cases_to_neighbour" if to else name] += 1

    each_apart(due.exclude(level=Escalation.NATIONAL).order_by("pk"), entrust, item=pk)
    notify.tell_escalated(told, why)
    return done


def _locked(pk: int) -> Case | None:
    """The case, locked, unless it was decided meanwhile."""
    case = Case.objects.select_for_update().filter(pk=pk).first()
    return case if case is not None and case.status != CaseStatus.DECIDED else None


def _told(case: Case, now: datetime) -> None:
    case.late_told_at = now
    case.save(update_fields=["late_told_at"])


STEPS = (
    Step(
        key="moderation.without_agency",
        label="Dossiers d’un territoire que plus personne ne modère : à l’équipe nationale",
        due=without_agency,
        do=hand_to_national,
    ),
    Step(
        key="moderation.to_national",
        label="Dossiers que leur agence n’a pas décidés à temps : à l’équipe nationale",
        due=to_national,
        do=entrust_to_national,
        after=("moderation.without_agency",),
    ),
    Step(
        key="moderation.to_neighbour",
        label="Textes à relire avant publication, en retard : à une agence voisine",
        due=to_neighbour,
        do=entrust_to_neighbour,
        after=("moderation.to_national",),
    ),
    Step(
        key="moderation.late",
        label="Dossiers en retard : les responsables de l’agence le savent",
        due=late_with_agency,
        do=tell_lead,
        after=("moderation.to_national",),
    ),
    Step(
        key="moderation.old",
        label="Dossiers d’un mois que personne ne décide : l’adresse de contact le sait",
        due=old_with_national,
        do=tell_contact,
        after=("moderation.to_national",),
    ),
)


def still_hidden(now: datetime) -> list[int]:
    """Cases whose text is hidden since two days, that nobody was told of."""
    return _hidden_since(now, NUMBERS.hidden_alert_hours, hidden_told_at=None)


def hidden_too_long(now: datetime) -> list[int]:
    """Cases whose text is hidden since three days, without decision."""
    return _hidden_since(now, NUMBERS.hidden_hours)


def _hidden_since(now: datetime, hours: int, **more: object) -> list[int]:
    since = now - timedelta(hours=hours)
    rows = Case.objects.to_decide().filter(auto_hidden_at__lte=since, **more)
    return list(rows.order_by("pk").values_list("pk", flat=True))


AUTO_HIDE_STEPS = (
    Step(
        key="auto_hide.shown_again",
        label="Textes masqués d’office que personne n’a décidés à temps : de nouveau en ligne",
        due=hidden_too_long,
        do=show_again,
    ),
    Step(
        key="auto_hide.still_hidden",
        label="Textes masqués d’office, sans décision : l’alerte avant qu’ils ne reviennent",
        due=still_hidden,
        do=alert_still_hidden,
        after=("auto_hide.shown_again",),
    ),
)
