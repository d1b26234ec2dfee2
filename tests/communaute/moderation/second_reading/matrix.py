"""Who gets what at each address of the room (see tests/architecture)."""

from communaute.moderation.second_reading.models import SecondReading
from tests.architecture.posts import post
from tests.communaute.moderation.factories import hidden_case
from tests.conftest import ROLES

_NOBODY = {"anonymous": 302} | dict.fromkeys(ROLES, 403)


def _reading(user=None):
    """Given to the national team."""
    case = hidden_case(author=user) if user else hidden_case()
    decision = case.decisions.get()
    month = decision.decided_at.date().replace(day=1)
    return SecondReading.objects.create(decision=decision, month=month).get_absolute_url()


def _answer(user=None):
    return _reading(user), {"verdict": "laisser"}


MATRIX = {
    "second_reading:learning": _NOBODY
    | {"url": lambda: "/moderation/apprendre/"}
    | dict.fromkeys(("agence", "agence_ailleurs", "equipe"), 200),
    "second_reading:reading": {"url": _reading, "anonymous": 302}
    | dict.fromkeys(ROLES, 404)
    | {"equipe": 200},
}
POSTS = {
    "second_reading:reading": post(_answer, others=404, equipe=302).own(_answer, others=404),
}
