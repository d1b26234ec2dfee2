"""Who gets what at each address of the room (see tests/architecture)."""

from tests.architecture.posts import post
from tests.communaute.questions.factories import QuestionFactory
from tests.conftest import ROLES


def _row(url, anonymous, signed_in):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, signed_in)


MATRIX = {
    "subscriptions:list": _row(lambda: "/communaute/suivies/", 302, 200),
    "subscriptions:follow": _row(lambda: "/communaute/suivre/", 405, 405),
}


def _follow(user=None):
    asked = QuestionFactory(author=user) if user else QuestionFactory()
    return "/communaute/suivre/", {"quoi": "question", "id": asked.pk, "suivre": "oui"}


POSTS = {"subscriptions:follow": post(_follow, others=302).own(_follow, others=302)}
