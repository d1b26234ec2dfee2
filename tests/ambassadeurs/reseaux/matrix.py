"""Rights on the pages of the networks: all of it is public, for everyone."""

from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from tests.architecture.posts import Post, post
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
    "reseaux:suggestions": {
        "url": lambda: "/mon-adresse/suggestions/",
        **dict.fromkeys(EVERYONE, 405),
    },
    "reseaux:result": {"url": _result, **EVERYONE},
    "reseaux:list": {"url": lambda: "/reseaux/", **EVERYONE},
    "reseaux:csv": {"url": lambda: "/reseaux.csv", **EVERYONE},
    "reseaux:detail": {"url": lambda: ReseauFactory().get_absolute_url(), **EVERYONE},
    "reseaux:trace": {
        "url": lambda: f"{traced_reseau(distance_m=93).get_absolute_url()}trace.geojson",
        **EVERYONE,
    },
    "reseaux:traces_around": {"url": lambda: "/reseaux/autour/38185.geojson", **EVERYONE},
    "reseaux:around": {
        "url": lambda: "/reseaux/autour.geojson?ouest=5.6&sud=45.1&est=5.8&nord=45.2",
        **EVERYONE,
    },
    "reseaux:api_docs_moved": {
        "url": lambda: "/api/v1/docs",
        **dict.fromkeys(EVERYONE, 302),
    },
    "reseaux:api_docs": {"url": lambda: "/api/v1/", **EVERYONE},
    "reseaux:api:api-root": {"url": lambda: "/api/v1/", **EVERYONE},
    "reseaux:api:openapi-json": {"url": lambda: "/api/v1/openapi.json", **EVERYONE},
    "reseaux:api:eligibility": {
        "url": lambda: "/api/v1/eligibility?lat=45.18403&lon=5.740288",
        **EVERYONE,
    },
    "reseaux:api:networks": {"url": lambda: "/api/v1/networks", **EVERYONE},
}


def _anybody(address: str, status: int, data: dict[str, str] | None = None) -> Post:
    return post(lambda: address, data, anonymous=status, others=status)


POSTS = {
    "reseaux:address_test": _anybody("/mon-adresse/", 302, {"commune": "38185"}),
    "reseaux:suggestions": _anybody("/mon-adresse/suggestions/", 200, {"q": "Grenoble"}),
    # Read only, whatever the method: Django cannot say so of these.
    "reseaux:api_docs_moved": _anybody("/api/v1/docs", 302),
    "reseaux:api:api-root": _anybody("/api/v1/", 405),
    "reseaux:api:openapi-json": _anybody("/api/v1/openapi.json", 200),
    "reseaux:api:eligibility": _anybody("/api/v1/eligibility", 405),
    "reseaux:api:networks": _anybody("/api/v1/networks", 405),
}
