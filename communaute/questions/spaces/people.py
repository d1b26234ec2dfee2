"""Who answers in a space, as its page shows them: rooms above tell the ambassadors and the
operators.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.core.cache import cache
from django.db.models import Q, QuerySet

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Question, Space
from communaute.questions.numbers import NUMBERS
from socle.hooks import hooked
from socle.medians import median


@dataclass(frozen=True)
class Person:
    """An ambassador as others read them: a first name, and the building they speak for."""

    name: str
    of: str
    url: str

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


def operators_of(space: Space) -> list[Organisation]:
    """The operators of the network of a space; none elsewhere. One query a source."""
    return [
        organisation
        for source in hooked("questions.space_operators")
        for organisation in source(space)
    ]


@dataclass(frozen=True)
class Answering:
    """Who answers in a space; without agency, the national team watches over it."""

    people: list[Person]
    operators: list[Organisation]
    agencies: list[Organisation]


def answering_in(space: Space) -> Answering:
    """Two queries: the people, the organisations; none where nobody is near."""
    limit = NUMBERS.people_shown
    is_local = bool(space.departement_id) or space.kind == SpaceKind.NETWORK
    people = [
        one
        for source in hooked("questions.space_people")
        if is_local
        for one in source(space, limit)
    ]
    found = list(_organisations(space)) if is_local else []
    agencies = [one for one in found if one.kind == OrganisationKind.AGENCE]
    return Answering(
        people=people[:limit],
        operators=[one for one in found if one.kind == OrganisationKind.EXPLOITANT],
        agencies=agencies[: NUMBERS.agencies_asked],
    )


def _organisations(space: Space) -> QuerySet[Organisation]:
    """Agencies of the territory of a space, and the operators of its network."""
    agencies = Organisation.objects.agencies()
    if space.commune:
        agencies = agencies.covering(space.commune)
    elif space.departement_id:
        agencies = agencies.covering_departement(space.departement_id)
    else:
        agencies = agencies.none()
    concerned = Q(pk__in=agencies.order_by().values("pk"))
    for source in hooked("questions.space_operators"):
        concerned |= Q(pk__in=source(space).values("pk"))
    return Organisation.objects.filter(concerned).only("kind", "name").order_by("name", "pk")


SECONDS_KEPT = 3_600


def usual_days(space: Space) -> int | None:
    """Median of the whole days before a first answer in a space, over its last answered ones.

    None while the space has too few. Read once an hour, and after each first answer: the page of
    a space then needs no query for it.
    """
    if space.answered_count < NUMBERS.usual_delay_from:
        return None
    key = f"usual-days:{space.pk}:{space.answered_count}"
    return cache.get_or_set(key, partial(_read, space), SECONDS_KEPT)


def _read(space: Space) -> int | None:
    moments = (
        Question.objects.published()
        .filter(space=space, first_answer_at__isnull=False)
        .order_by("-last_activity_at", "-pk")
        .values_list("created_at", "first_answer_at")[: NUMBERS.usual_delay_over]
    )
    delays = [(answered - asked) // timedelta(days=1) for asked, answered in moments]
    if len(delays) < NUMBERS.usual_delay_from:
        return None
    return round(median(delays))
