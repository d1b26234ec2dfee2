"""Who gets what at each address of the room (see tests/architecture)."""

from communaute.notifications.catalogue import Channel, kind_of
from communaute.notifications.models import Mail
from communaute.notifications.preferences.services import Target, stop_path, undo_token
from tests.architecture.posts import post
from tests.communaute.comptes.factories import UserFactory
from tests.conftest import ROLES

from .factories import NotificationFactory


def _row(url, signed_in):
    return {"url": url, "anonymous": 302} | dict.fromkeys(ROLES, signed_in)


def _stop(user=None):
    """The address of a mail: who holds it may stop it, signed in or not, as anybody."""
    return stop_path(Mail(user=user or UserFactory(), kind="questions.first_answer"))


def _undo(user=None):
    kind = kind_of("questions.first_answer")
    token = undo_token(Target(user or UserFactory(), kind), Channel.INSTANT)
    return f"/mon-compte/notifications/reprendre/{token}/"


MATRIX = {
    "notifications:preferences": _row(lambda: "/mon-compte/notifications/", 200),
    "notifications:preset": _row(lambda: "/mon-compte/notifications/reglage/", 405),
    "notifications:stop": _row(_stop, 200) | {"anonymous": 200},
    "notifications:undo": _row(_undo, 405) | {"anonymous": 405},
    "notifications:resume_mails": _row(
        lambda: "/mon-compte/notifications/reprendre-les-courriels/", 405
    ),
    "notifications:list": _row(lambda: "/mon-compte/notifications/recues/", 200),
    "notifications:read_all": _row(lambda: "/mon-compte/notifications/tout-lire/", 405),
    "notifications:read_thread": _row(lambda: "/mon-compte/notifications/fil-lu/", 405),
}


def _read(user=None):
    line = NotificationFactory(user=user) if user else NotificationFactory()
    return "/mon-compte/notifications/fil-lu/", {"fil": line.thread}


POSTS = {
    "notifications:preferences": post(lambda: "/mon-compte/notifications/", others=422),
    "notifications:preset": post(
        lambda: "/mon-compte/notifications/reglage/", {"preset": "essentiel"}, others=302
    ),
    "notifications:stop": post(_stop, anonymous=200, others=200).own(_stop, others=200),
    "notifications:undo": post(_undo, anonymous=200, others=200).own(_undo, others=200),
    "notifications:resume_mails": post(
        lambda: "/mon-compte/notifications/reprendre-les-courriels/", others=302
    ),
    "notifications:read_all": post(lambda: "/mon-compte/notifications/tout-lire/", others=302),
    # The thread of somebody else: nothing of theirs changes.
    "notifications:read_thread": post(_read, others=302).own(_read, others=302),
}
