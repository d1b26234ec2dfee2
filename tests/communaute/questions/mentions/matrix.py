"""Who gets what at each address of the room (see tests/architecture)."""

from tests.communaute.questions.factories import QuestionFactory
from tests.conftest import ROLES


def _row(url, anonymous, signed_in):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, signed_in)


MATRIX = {
    "mentions:people": _row(
        lambda: f"/communaute/questions/{QuestionFactory().pk}/personnes/", 200, 200
    )
}
