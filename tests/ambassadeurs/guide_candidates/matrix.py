"""Who gets what at each address of the room (see tests/architecture)."""

from tests.architecture.posts import post
from tests.communaute.questions.factories import QuestionFactory
from tests.conftest import ROLES


def _page():
    return f"/communaute/questions/{QuestionFactory().pk}/guides/"


# Who writes guides in /gestion/: nobody while there is no guide.
MATRIX = {"guides:add": {"url": _page, "anonymous": 302} | dict.fromkeys(ROLES, 403)}
POSTS = {
    "guides:add": post(_page, others=403, nobody_owns="one changes a guide, or not, whoever asked"),
}
