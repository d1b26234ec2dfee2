"""What one day holds, read in the tables where people's acts are written.

Each function reads the acts of one day, by an index, whatever the history. An act counts on the day
it was done; a time to answer, on the day it was over. Days are those of Paris.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from ambassadeurs.assemblees.enums import ADOPTED, Result
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.demandes.enums import DeskStatus, Kind
from ambassadeurs.demandes.models import Demande, StatusEvent
from ambassadeurs.demandes.numbers import NUMBERS as DEMANDES
from ambassadeurs.demandes.querysets import CLOCK_FROM
from ambassadeurs.reseaux.address_test.eligibility import ELIGIBLE_OUTCOMES
from ambassadeurs.reseaux.models import AddressTest, Reseau
from ambassadeurs.visites.enums import VisitState
from ambassadeurs.visites.models import Survey, Visit
from cms.models import GuidePage
from communaute.moderation.models import Notice
from communaute.moderation.transparency.counts import decisions
from communaute.questions.models import Question
from socle.audience import arrivals_of
from socle.calendar import add_working_days, days_after

from . import indicators as keys
from .models import Scope
from .numbers import NUMBERS

# Working days to answer, holidays and bridges around them: no deadline is later than this.
DEADLINE_WINDOW = timedelta(days=30)

type Key = tuple[str, str, str]
type Tallies = Counter[Key]


@dataclass(frozen=True, slots=True)
class CountedAct:
    """So many acts of one kind, where they were done; None where that is not known or not told."""

    indicator: str
    count: int = 1
    departement: str | None = None
    reseau: int | None = None
    organisation: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day in Paris, until `now` while it runs."""

    day: date
    now: datetime

    @property
    def start(self) -> datetime:
        return midnight(self.day)

    @property
    def end(self) -> datetime:
        return midnight(self.day + timedelta(days=1))

    def contains(self, field: str) -> Q:
        """Filter of rows whose `field` is in the day."""
        return Q(**{f"{field}__gte": self.start, f"{field}__lt": self.end})

    def has_seen(self, moment: datetime) -> bool:
        """Whether the moment is in the day, and over."""
        return self.start <= moment < self.end and moment <= self.now


def midnight(day: date) -> datetime:
    """The first moment of a day, in Paris."""
    return timezone.make_aware(datetime.combine(day, time()))


def tallies_of(day: date, now: datetime) -> Tallies:
    """Everything that day holds: {(scope, place, indicator): number}, without zeros."""
    found: Tallies = Counter()
    one = Day(day, now)
    for read in _READ:
        for act in read(one):
            for key in _places(act):
                found[key] += act.count
    return found


def _places(act: CountedAct) -> Iterator[Key]:
    yield Scope.COUNTRY.value, "", act.indicator
    if act.departement:
        yield Scope.DEPARTEMENT.value, act.departement, act.indicator
    if act.reseau:
        yield Scope.RESEAU.value, str(act.reseau), act.indicator
    if act.organisation:
        yield Scope.ORGANISATION.value, str(act.organisation), act.indicator


def _grouped(rows: QuerySet, *fields: str) -> QuerySet:
    return rows.order_by().values_list(*fields).annotate(number=Count("pk"))


def _audience(day: Day) -> Iterator[CountedAct]:
    """Pages opened from elsewhere, by people, without knowing whom: they begin the funnel."""
    if number := arrivals_of(day.day):
        yield CountedAct(keys.ARRIVALS, number)


def _tests(day: Day) -> Iterator[CountedAct]:
    rows = AddressTest.objects.filter(day.contains("created_at"))
    for outcome, place, reseau, number in _grouped(
        rows, "outcome", "commune__departement", "reseau"
    ):
        yield CountedAct(keys.TESTS, number, place, reseau)
        yield CountedAct(keys.of(keys.TESTS, outcome), number)
        if outcome in ELIGIBLE_OUTCOMES:
            yield CountedAct(keys.TESTS_NEAR, number)


def _questions(day: Day) -> Iterator[CountedAct]:
    """Published ones, with those whose time to be answered ended that day."""
    published = Question.objects.published()
    rows = published.filter(day.contains("created_at"))
    for place, reseau, number in _grouped(rows, "departement", "space__reseau"):
        yield CountedAct(keys.QUESTIONS, number, place, reseau)
    fast = timedelta(hours=NUMBERS.fast_answer_hours)
    ripe = published.filter(
        created_at__gte=day.start - fast, created_at__lt=day.end - fast
    ).values_list("created_at", "first_answer_at")
    for asked, answered in ripe:
        if day.has_seen(asked + fast):
            yield CountedAct(keys.of(keys.DUE, keys.QUESTION))
            if answered is not None and answered <= asked + fast:
                yield CountedAct(keys.of(keys.IN_TIME, keys.QUESTION))


def _answers(day: Day) -> Iterator[CountedAct]:
    """First answers to published questions."""
    rows = Question.objects.published().filter(day.contains("first_answer_at"))
    for asked, answered in rows.values_list("created_at", "first_answer_at"):
        yield CountedAct(keys.delay(keys.QUESTION, answered - asked))


def _demandes(day: Day) -> Iterator[CountedAct]:
    """Sent that day; offered again, the last offer only."""
    rows = Demande.objects.counted_once().filter(day.contains("created_at"))
    for place, reseau, number in _grouped(rows, "departement", "reseau"):
        yield CountedAct(keys.ASKED, number, place, reseau)


def _replies(day: Day) -> Iterator[CountedAct]:
    """First answers to demandes, with the time that each took."""
    rows = Demande.objects.counted_once().filter(day.contains("first_answer_at"))
    told = rows.annotate(waited_from=CLOCK_FROM).values_list(
        "kind", "organisation", "waited_from", "first_answer_at"
    )
    for kind, organisation, waited_from, answered in told:
        yield CountedAct(keys.REPLIED)
        yield CountedAct(keys.delay(kind, answered - waited_from), organisation=organisation)


def _deadlines(day: Day) -> Iterator[CountedAct]:
    """Demandes whose time to be answered ended that day.

    One closed before, by the person who waits no more or after a call, says nothing of the answer.
    """
    first = day.start - DEADLINE_WINDOW
    since = Q(reopened_at__isnull=True, created_at__gte=first, created_at__lt=day.end)
    again = Q(reopened_at__gte=first, reopened_at__lt=day.end)
    # One that nobody answered, then offered to somebody else, was due by the first one too.
    rows = Demande.objects.filter(since | again).annotate(waited_from=CLOCK_FROM)
    told = rows.values_list(
        "kind", "departement", "organisation", "waited_from", "first_answer_at", "closed_at"
    )
    for kind, place, organisation, waited_from, answered, closed in told:
        deadline = deadline_of(kind, waited_from, place or "")
        if not day.has_seen(deadline):
            continue
        if answered is None and closed is not None and closed <= deadline:
            continue
        yield CountedAct(keys.of(keys.DUE, kind), organisation=organisation)
        if answered is not None and answered <= deadline:
            yield CountedAct(keys.of(keys.IN_TIME, kind), organisation=organisation)


def deadline_of(kind: str, waited_from: datetime, departement: str) -> datetime:
    """Until when the answer is in time: working days of an organisation, days of an ambassador,
    after which an agency is told (`demandes.steps`)."""
    if kind == Kind.AMBASSADEUR:
        return days_after(waited_from, DEMANDES.agency_alert_days)
    return add_working_days(waited_from, DEMANDES.answer_working_days, departement)


_STEPS = {
    DeskStatus.PROPOSITION: keys.OFFERED,
    DeskStatus.VOTE: keys.VOTED,
    DeskStatus.RACCORDE: keys.CONNECTED,
}


def _projects(day: Day) -> Iterator[CountedAct]:
    """What operators told of a project, the first time they did; « raccordé », if it still is, once
    for a building that several asked for."""
    before = StatusEvent.objects.filter(
        demande=OuterRef("demande"), to_status=OuterRef("to_status"), pk__lt=OuterRef("pk")
    )
    rows = StatusEvent.objects.filter(day.contains("at"), to_status__in=_STEPS).exclude(
        Exists(before)
    )
    same_building = StatusEvent.objects.filter(
        demande__copropriete=OuterRef("demande__copropriete"),
        demande__desk_status=DeskStatus.RACCORDE,
        to_status=DeskStatus.RACCORDE,
        pk__lt=OuterRef("pk"),
    )
    rows = rows.exclude(
        ~Q(demande__desk_status=DeskStatus.RACCORDE) | Exists(same_building),
        to_status=DeskStatus.RACCORDE,
    ).exclude(from_status=F("to_status"))
    for status, place, reseau, number in _grouped(
        rows, "to_status", "demande__departement", "demande__reseau"
    ):
        yield CountedAct(_STEPS[DeskStatus(status)], number, place, reseau)


def _buildings(day: Day) -> Iterator[CountedAct]:
    """Buildings recorded, and votes of which a member says, and agrees, that they are counted; once
    each, although a resident and the syndic may both have described the building."""
    twins = Copropriete.objects.exclude(register_number="").filter(
        register_number=OuterRef("register_number"), pk__lt=OuterRef("pk")
    )
    recorded = Copropriete.objects.filter(day.contains("created_at")).exclude(Exists(twins)).count()
    counted = Assemblee.objects.filter(may_be_counted=True)
    same_vote = counted.exclude(copropriete__register_number="").filter(
        Q(told_at__lt=OuterRef("told_at")) | Q(told_at=OuterRef("told_at"), pk__lt=OuterRef("pk")),
        copropriete__register_number=OuterRef("copropriete__register_number"),
        held_on=OuterRef("held_on"),
    )
    told = counted.filter(day.contains("told_at")).exclude(Exists(same_vote))
    results = dict(_grouped(told, "result"))
    adopted = sum(results.get(one, 0) for one in ADOPTED)
    for indicator, number in (
        (keys.REGISTERED, recorded),
        (keys.ADOPTED, adopted),
        (keys.REJECTED, results.get(Result.REJECTED, 0)),
    ):
        if number:
            yield CountedAct(indicator, number)


def _others(day: Day) -> Iterator[CountedAct]:
    """Visits held, opinions of those who were asked, moderation."""
    held = Visit.objects.filter(day.contains("starts_at"), state=VisitState.HELD)
    for place, reseau, number in _grouped(held, "departement", "ambassadeur__copropriete__reseau"):
        yield CountedAct(keys.HELD, number, place, reseau)
    told = Survey.objects.filter(day.contains("answered_at"), helpful__isnull=False)
    for helpful, number in _grouped(told, "helpful"):
        yield CountedAct(keys.OPINIONS, number)
        if helpful:
            yield CountedAct(keys.HELPED, number)
    notices = Notice.objects.by_people().filter(day.contains("received_at")).count()
    for indicator, number in ((keys.NOTICES, notices), (keys.DECISIONS, decisions(day).count())):
        if number:
            yield CountedAct(indicator, number)


_READ = (
    _audience,
    _tests,
    _questions,
    _answers,
    _demandes,
    _replies,
    _deadlines,
    _projects,
    _buildings,
    _others,
)


def stocks() -> Tallies:
    """The numbers of now, by (scope, place, indicator), without zeros (five queries)."""
    found: Tallies = Counter()
    country = (Scope.COUNTRY.value, "")
    covered = set()
    rows = Copropriete.objects.with_public_ambassadors().order_by()
    for place, reseau, number, lots in rows.values_list("commune__departement", "reseau").annotate(
        number=Count("pk"), lots=Sum("lots", default=0)
    ):
        covered.add(reseau)
        found[*country, keys.BUILDINGS] += number
        found[*country, keys.LOTS] += lots
        found[Scope.RESEAU.value, str(reseau), keys.BUILDINGS] += number
        if place:
            found[Scope.DEPARTEMENT.value, place, keys.BUILDINGS] += number
    found[*country, keys.COVERED] = len(covered)
    for status, number in _grouped(Reseau.objects.heat(), "status"):
        is_planned = status == "en_construction"
        found[*country, keys.PLANNED if is_planned else keys.KNOWN] = number
    people = Ambassadeur.objects.public().order_by().values("user").distinct()
    found[*country, keys.AMBASSADORS] = people.count()
    found[*country, keys.GUIDES] = GuidePage.objects.visible().count()
    coming = Assemblee.objects.to_come(timezone.localdate()).order_by()
    named = coming.exclude(copropriete__register_number="")
    days = named.values("copropriete__register_number", "held_on").distinct()
    found[*country, keys.TO_COME] = (
        coming.filter(copropriete__register_number="").count() + days.count()
    )
    return +found
