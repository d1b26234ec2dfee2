"""The directory is public."""

from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.architecture.posts import post
from tests.conftest import ROLES

_EVERYBODY = dict.fromkeys(("anonymous", *ROLES), 200)

MATRIX = {
    "annuaire:list": {"url": lambda: "/ambassadeurs/", **_EVERYBODY},
    "annuaire:around": {"url": lambda: "/ambassadeurs/autour/", **_EVERYBODY},
    "annuaire:export": {"url": lambda: "/ambassadeurs/export.csv", **_EVERYBODY},
    "annuaire:places": {"url": lambda: "/ambassadeurs/carte.geojson", **_EVERYBODY},
    "annuaire:detail": {
        "url": lambda: AmbassadeurFactory().copropriete.get_absolute_url(),
        **_EVERYBODY,
    },
}

POSTS = {
    # Open to all; nothing is sent here, so that no geocoder is asked.
    "annuaire:around": post(lambda: "/ambassadeurs/autour/", anonymous=422, others=422),
}
