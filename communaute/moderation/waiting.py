"""What of this room waits for a person, on top of their account."""

from communaute.comptes.perms import is_national_team
from communaute.comptes.waiting import Waiting

from .models import Appeal, Case
from .perms import can_see_queue


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


WAITING = (
    Waiting(
        "moderation:queue",
        cases_to_decide,
        "dossier de modération à décider",
        "dossiers de modération à décider",
    ),
    Waiting("moderation:appeals", appeals_to_answer, "recours à examiner", "recours à examiner"),
)
