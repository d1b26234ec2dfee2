"""Who may read which page of this room: figures are public."""

from tests.conftest import ROLES

_EVERYBODY = dict.fromkeys(("anonymous", *ROLES), 200)

MATRIX = {
    "impact:stats": {"url": lambda: "/stats/", **_EVERYBODY},
    "impact:report": {"url": lambda: "/stats/rapport/", **_EVERYBODY},
    "impact:audience": {"url": lambda: "/stats/audience/", **_EVERYBODY},
    "impact:export": {"url": lambda: "/stats/export.csv", **_EVERYBODY},
    "impact:json": {"url": lambda: "/stats/export.json", **_EVERYBODY},
    "impact:package": {"url": lambda: "/stats/datapackage.json", **_EVERYBODY},
}
