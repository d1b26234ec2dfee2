"""Who gets what at each address of the room (see tests/architecture)."""

from .factories import NotificationFactory

SIGNED_IN = ("membre", "ambassadeur", "agence", "agence_ailleurs", "exploitant", "collectivite")
OTHERS = ("editeur", "equipe")


def _row(url, signed_in):
    return {"url": url, "anonymous": 302} | dict.fromkeys((*SIGNED_IN, *OTHERS), signed_in)


MATRIX = {
    "notifications:list": _row(lambda: "/mon-compte/notifications/", 200),
    "notifications:read_all": _row(lambda: "/mon-compte/notifications/tout-lire/", 405),
    "notifications:read": _row(
        lambda: f"/mon-compte/notifications/{NotificationFactory().pk}/lire/", 405
    ),
}
