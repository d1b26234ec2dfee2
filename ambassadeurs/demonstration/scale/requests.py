"""Requests in bulk: half to ambassadors, the rest to the desks of operators and agencies."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import PURPOSES, DeskStatus, Kind, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.potential import desk_columns
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Booking, Visit
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.services import set_coverage
from communaute.moderation.deadlines import due_at, pace_of
from communaute.moderation.enums import Gravity, NoticeCategory
from communaute.moderation.models import Case, Notice
from communaute.questions.models import Answer
from communaute.territoires.models import Departement

from .texts import BATCH, create_people

# The first organisation of each kind and the first person hold far more than anybody would.
LARGEST_SHARE = 0.8
ONE_FROM_THE_BUSIEST_IN = 50
ORGANISATIONS = 20
PEOPLE = 5000
_ENERGIES = ("gaz", "gaz", "fioul", "electricite")


@dataclass(frozen=True)
class Desks:
    """Who opens the measured pages: the largest operator and agency, the busiest person."""

    operator: User
    agency: User
    person: User


def create_requests(random: Random, count: int) -> Desks | None:
    """`count` requests; needs ambassadors. None when there are none to make."""
    if not count:
        return None
    people = create_people(max(2, min(PEOPLE, count)))
    mandates = list(Ambassadeur.objects.select_related("copropriete__commune").order_by("pk"))
    kinds = (Kind.EXPLOITANT, OrganisationKind.EXPLOITANT), (Kind.AGENCE, OrganisationKind.AGENCE)
    offices = {kind: _organisations(organisation) for kind, organisation in kinds}
    # A building asks an organisation once at a time.
    asked = set(
        Demande.objects.exclude(state=State.CLOSED).values_list("copropriete", "organisation")
    )
    for numbers in batched(range(count), BATCH, strict=False):
        Demande.objects.bulk_create(
            [_request(random, number, people, mandates, offices, asked) for number in numbers]
        )
    largest = [offices[kind][0] for kind, _ in kinds]
    colleagues = create_people(len(largest))
    for user, organisation in zip(colleagues, largest, strict=True):
        Membership.objects.create(user=user, organisation=organisation)
    set_coverage(organisation=largest[1], territories=[Departement.objects.get(pk="38")])
    return Desks(colleagues[0], colleagues[1], people[0])


def _organisations(kind: OrganisationKind) -> list[Organisation]:
    start = Organisation.objects.filter(slug__startswith=f"echelle-{kind}-").count()
    return Organisation.objects.bulk_create(
        Organisation(kind=kind, name=f"{kind.label} {number}", slug=f"echelle-{kind}-{number}")
        for number in range(start, start + ORGANISATIONS)
    )


def _request(
    random: Random,
    number: int,
    people: list[User],
    mandates: list[Ambassadeur],
    offices: dict[Kind, list[Organisation]],
    asked: set[tuple[int | None, int | None]],
) -> Demande:
    """One more, closed when its building asks the same organisation already (`asked`)."""
    kind = (Kind.AMBASSADEUR, Kind.EXPLOITANT, Kind.AMBASSADEUR, Kind.AGENCE)[number % 4]
    mandate = random.choice(mandates)
    commune = mandate.copropriete.commune
    created = timezone.now() - timedelta(minutes=random.randint(0, 800_000))
    office = None if kind == Kind.AMBASSADEUR else _office(random, offices[kind])
    pair = mandate.copropriete_id, office.pk if office else None
    is_again = office is not None and pair in asked
    asked.add(pair)
    waiting = random.random() < 0.1 and not is_again
    answer = None if waiting else created + timedelta(hours=random.randint(1, 400))
    sent = {
        "commune": commune.pk,
        "name": f"Résidence {number}",
        "lots": random.randint(8, 300),
        "dwellings": random.randint(8, 280),
        "energy": random.choice(_ENERGIES),
        "boiler_year": random.randint(1975, 2022),
        "distance": random.randint(10, 1500),
        "network": "Réseau voisin",
    }
    return Demande(
        kind=kind,
        purpose=PURPOSES[kind][0],
        state=_state(random, is_waiting=waiting, is_again=is_again),
        desk_status=DeskStatus.A_TRAITER if waiting else random.choice(DeskStatus.values),
        requester=random.choice(people) if number % ONE_FROM_THE_BUSIEST_IN else people[0],
        copropriete_id=mandate.copropriete_id,
        ambassadeur=mandate if kind == Kind.AMBASSADEUR else None,
        organisation=office,
        reseau_id=mandate.copropriete.reseau_id,
        commune=commune,
        departement_id=commune.departement_id,
        sent=sent,
        consent_at=created if kind == Kind.EXPLOITANT else None,
        created_at=created,
        first_answer_at=answer,
        last_act_at=answer or created,
        **desk_columns(sent, commune),
    )


def _state(random: Random, *, is_waiting: bool, is_again: bool) -> State:
    if is_waiting:
        return State.WAITING
    return State.CLOSED if is_again else random.choice((State.ANSWERED, State.CLOSED))


def _office(random: Random, offices: list[Organisation]) -> Organisation:
    return offices[0] if random.random() < LARGEST_SHARE else random.choice(offices)


GUESTS = 1_000
_PLACES = 8
_PAST = timedelta(days=3 * 365)
_TO_COME = timedelta(days=60)


def create_visits(random: Random, count: int) -> None:
    """`count` visits of the ambassadors there are; needs some."""
    if not count:
        return
    hosts = list(Ambassadeur.objects.select_related("copropriete__commune").order_by("pk"))
    guests = create_people(max(_PLACES, min(GUESTS, count)))
    first, whole = timezone.now() - _PAST, _PAST + _TO_COME
    for numbers in batched(range(count), BATCH, strict=False):
        with transaction.atomic():
            visits = Visit.objects.bulk_create(
                _visit(random, random.choice(hosts), first + whole * ((number + 1) / count))
                for number in numbers
            )
            Booking.objects.bulk_create(
                booking for visit in visits for booking in _bookings(random, visit, guests)
            )


def _visit(random: Random, host: Ambassadeur, starts_at: datetime) -> Visit:
    return Visit(
        ambassadeur=host,
        author_id=host.user_id,
        commune_id=host.copropriete.commune_id,
        departement_id=host.copropriete.commune.departement_id,
        starts_at=starts_at,
        minutes=random.choice((45, 60, 90)),
        places=_PLACES,
        meeting_point="Devant la chaufferie.",
        state=VisitState.HELD if starts_at < timezone.now() else VisitState.PROPOSED,
    )


def _bookings(random: Random, visit: Visit, guests: list[User]) -> list[Booking]:
    """Different people; of a visit that took place, one in five did not come."""
    came = (*[BookingState.ATTENDED] * 4, BookingState.ABSENT)
    return [
        Booking(
            visit=visit,
            user=guest,
            state=BookingState.CONFIRMED
            if visit.state == VisitState.PROPOSED
            else random.choice(came),
        )
        for guest in random.sample(guests, random.randint(0, _PLACES))
    ]


# Cases of moderation in bulk, about the last answers, that wait to be decided.


REPORTERS = 1_000
_CASES_PAST = timedelta(days=20)
_MOST_NOTICES = 3


def create_cases(random: Random, count: int) -> None:
    """`count` open cases, each reported by one to three people; fewer when answers are fewer."""
    if not count:
        return
    reporters = create_people(max(_MOST_NOTICES, min(REPORTERS, count)))
    kind = ContentType.objects.get_for_model(Answer)
    known = Case.objects.filter(content_type=kind).values("object_id")
    answers = Answer.objects.published().exclude(pk__in=known).order_by("-pk")
    keys = list(answers.values_list("pk", flat=True)[:count])
    start = timezone.now() - _CASES_PAST
    for some in batched(enumerate(keys), BATCH, strict=False):
        found = Answer.objects.in_bulk([pk for _, pk in some])
        with transaction.atomic():
            cases, notices = [], []
            for number, pk in some:
                case, about = _case(
                    random, kind, found[pk], start + _CASES_PAST * (number / len(keys)), reporters
                )
                cases.append(case)
                notices += about
            Case.objects.bulk_create(cases)
            Notice.objects.bulk_create(notices)


def _case(
    random: Random, kind: ContentType, answer: Answer, opened_at: datetime, reporters: list[User]
) -> tuple[Case, list[Notice]]:
    category = random.choice(NoticeCategory.values)
    number = random.randint(1, _MOST_NOTICES)
    case = Case(
        content_type=kind,
        object_id=answer.pk,
        author_id=answer.author_id,
        commune_id=answer.commune_id,
        departement_id=answer.departement_id,
        snapshot=answer.body,
        notices_count=number,
        opened_at=opened_at,
        due_at=due_at(category, opened_at),
        gravity=random.choice(Gravity.values),
        pace=pace_of(category),
    )
    notices = [
        Notice(
            case=case,
            category=category,
            explanation="Ce texte n’a pas sa place ici.",
            reporter=reporter,
            received_at=opened_at,
        )
        for reporter in random.sample(reporters, number)
    ]
    return case, notices
