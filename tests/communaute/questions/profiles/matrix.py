"""Who gets what at each address of the room (see tests/architecture)."""

from tests.communaute.questions.factories import AnswerFactory
from tests.conftest import ROLES


def _row(url, anonymous, signed_in):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, signed_in)


MATRIX = {"profiles:detail": _row(lambda: AnswerFactory().author.get_absolute_url(), 200, 200)}
