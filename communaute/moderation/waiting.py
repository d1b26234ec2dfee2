"""What of this room waits for a person, on top of their account."""

from communaute.comptes.menus import Waiting
from communaute.comptes.perms import is_national_team

from .models import Appeal, Case
from .perms import can_see_queue
from .sanctions.reading import to_confirm
from .second_reading.models import SecondReading


def cases_to_decide(user: object) -> int:
    """Cases that wait in one's queue, as its first tab counts them; no query for whom has none."""
    if not can_see_queue(user):
        return 0
    return Case.objects.visible_to(user).to_decide().within_reach_of(user).count()


def appeals_to_answer(user: object) -> int:
    """Appeals that wait for the national team, save against one's own decision, which somebody
    else answers; no query for others."""
    if not is_national_team(user):
        return 0
    waiting = Appeal.objects.visible_to(user).waiting()
    return waiting.exclude(statement__decision__decided_by=user).count()


def decisions_to_confirm(user: object) -> int:
    return len(to_confirm(user)) if can_see_queue(user) else 0


WAITING = (
    Waiting(
        "moderation:queue",
        cases_to_decide,
        "dossier de modération à décider",
        "dossiers de modération à décider",
    ),
    Waiting("moderation:appeals", appeals_to_answer, "recours à examiner", "recours à examiner"),
    Waiting(
        "sanctions:proposals",
        decisions_to_confirm,
        "décision de modération attend votre confirmation",
        "décisions de modération attendent votre confirmation",
    ),
)


def readings_to_do(user: object) -> int:
    """Second readings that wait for one's organisation; no query for whom has none."""
    return SecondReading.objects.visible_to(user).waiting().count() if can_see_queue(user) else 0


READINGS = Waiting(
    "second_reading:learning", readings_to_do, "décision à relire", "décisions à relire"
)
