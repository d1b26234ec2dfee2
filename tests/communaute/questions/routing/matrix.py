"""Who gets what at each address of the room (see tests/architecture)."""

from tests.architecture.posts import post
from tests.communaute.questions.factories import QuestionFactory
from tests.conftest import ROLES


def _invite(question):
    return f"/communaute/questions/{question.pk}/inviter/"


MATRIX = {
    "routing:invite": {
        "url": lambda: _invite(QuestionFactory()),
        "anonymous": 302,
        **dict.fromkeys(ROLES, 403),
        "agence": 200,
        "equipe": 200,
    },
}

# The asker, the agency of the territory and the national team; nobody chosen is an error.
POSTS = {
    "routing:invite": post(
        lambda: _invite(QuestionFactory()), others=403, agence=422, equipe=422
    ).own(lambda user: _invite(QuestionFactory(author=user)), others=422),
}
