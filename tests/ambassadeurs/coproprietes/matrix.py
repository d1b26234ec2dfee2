"""Who may read which page of this room: the directory is public."""

from tests.conftest import ROLES

from .factories import AmbassadeurFactory

_EVERYBODY = dict.fromkeys(("anonymous", *ROLES), 200)

MATRIX = {
    "ambassadeurs:list": {"url": lambda: "/ambassadeurs/", **_EVERYBODY},
    "ambassadeurs:export": {"url": lambda: "/ambassadeurs/export.csv", **_EVERYBODY},
    "ambassadeurs:detail": {
        "url": lambda: AmbassadeurFactory().copropriete.get_absolute_url(),
        **_EVERYBODY,
    },
}
