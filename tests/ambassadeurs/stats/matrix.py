"""Who may read which page of this room: figures are public."""

from tests.conftest import ROLES

_EVERYBODY = dict.fromkeys(("anonymous", *ROLES), 200)

MATRIX = {
    "stats:stats": {"url": lambda: "/stats/", **_EVERYBODY},
    "stats:report": {"url": lambda: "/stats/rapport/", **_EVERYBODY},
    "stats:audience": {"url": lambda: "/stats/audience/", **_EVERYBODY},
    "stats:export": {"url": lambda: "/stats/export.csv", **_EVERYBODY},
    "stats:json": {"url": lambda: "/stats/export.json", **_EVERYBODY},
    "stats:package": {"url": lambda: "/stats/datapackage.json", **_EVERYBODY},
}
