"""Who gets what at each address of the room (see tests/architecture)."""

from tests.architecture.posts import post

from .factories import NotificationFactory

SIGNED_IN = ("membre", "ambassadeur", "agence", "agence_ailleurs", "exploitant", "collectivite")
OTHERS = ("editeur", "equipe")


def _row(url, signed_in):
    return {"url": url, "anonymous": 302} | dict.fromkeys((*SIGNED_IN, *OTHERS), signed_in)


MATRIX = {
    "notifications:preferences": _row(lambda: "/mon-compte/notifications/", 200),
    "notifications:preset": _row(lambda: "/mon-compte/notifications/reglage/", 405),
    "notifications:list": _row(lambda: "/mon-compte/notifications/recues/", 200),
    "notifications:read_all": _row(lambda: "/mon-compte/notifications/tout-lire/", 405),
    "notifications:read": _row(
        lambda: f"/mon-compte/notifications/{NotificationFactory().pk}/lire/", 405
    ),
}


def _read(**fields):
    return f"/mon-compte/notifications/{NotificationFactory(**fields).pk}/lire/"


POSTS = {
    "notifications:preferences": post(lambda: "/mon-compte/notifications/", others=422),
    "notifications:preset": post(
        lambda: "/mon-compte/notifications/reglage/", {"preset": "essentiel"}, others=302
    ),
    "notifications:read_all": post(lambda: "/mon-compte/notifications/tout-lire/", others=302),
    "notifications:read": post(_read, others=404).own(lambda user: _read(user=user), others=302),
}
