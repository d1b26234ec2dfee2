"""What of this room waits for a person, on top of their account."""

from communaute.comptes.menus import Waiting
from communaute.comptes.perms import is_national_team

from .models import Appeal, Case
from .perms import can_see_appeals, can_see_queue
from .sanctions.selectors import to_confirm
from .second_reading.models import SecondReading


def cases_to_decide(user: object) -> int:
    """Cases that wait in one's queue, as its first tab counts them; no query for whom has none."""
    if not can_see_queue(user):
        return 0
    return Case.objects.visible_to(user).to_decide().within_reach_of(user).count()


def appeals_to_answer(user: object) -> int:
    """Appeals that this person is asked to answer, as `perms.deciders_of` asks: of the national
    team, save who decided, who proposed it and who never judges this case; of who answers for an
    agency, those alone that nobody of the team can answer. No query for whom sees none."""
    if not can_see_appeals(user):
        return 0
    found = Appeal.objects.visible_to(user).waiting()
    if not is_national_team(user):
        found = found.filter(open_to_agencies=True)
    found = found.exclude(statement__decision__proposal__proposed_by=user)
    found = found.exclude(statement__decision__case__kept_away=user)
    return found.exclude(statement__decision__decided_by=user).count()


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
