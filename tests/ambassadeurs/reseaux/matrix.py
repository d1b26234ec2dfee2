"""Rights on the pages of the networks: all of it is public, for everyone."""

from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from tests.conftest import ROLES

from .factories import ReseauFactory, traced_reseau

EVERYONE = dict.fromkeys(("anonymous", *ROLES), 200)


def _result() -> str:
    test = AddressTest.objects.create(
        outcome=Outcome.TROP_ELOIGNE, precision=Precision.ADRESSE, commune_id="38185"
    )
    return test.get_absolute_url()


MATRIX = {
    "reseaux:address_test": {"url": lambda: "/mon-adresse/", **EVERYONE},
    "reseaux:result": {"url": _result, **EVERYONE},
    "reseaux:list": {"url": lambda: "/reseaux/", **EVERYONE},
    "reseaux:csv": {"url": lambda: "/reseaux.csv", **EVERYONE},
    "reseaux:detail": {"url": lambda: ReseauFactory().get_absolute_url(), **EVERYONE},
    "reseaux:trace": {
        "url": lambda: f"{traced_reseau(distance_m=93).get_absolute_url()}trace.geojson",
        **EVERYONE,
    },
    "reseaux:traces_around": {"url": lambda: "/reseaux/autour/38185.geojson", **EVERYONE},
    "reseaux:api_docs": {"url": lambda: "/api/v1/", **EVERYONE},
    "reseaux:api:api-root": {"url": lambda: "/api/v1/", **EVERYONE},
    "reseaux:api:openapi-json": {"url": lambda: "/api/v1/openapi.json", **EVERYONE},
    "reseaux:api:eligibility": {
        "url": lambda: "/api/v1/eligibility?lat=45.18403&lon=5.740288",
        **EVERYONE,
    },
    "reseaux:api:networks": {"url": lambda: "/api/v1/networks", **EVERYONE},
}
