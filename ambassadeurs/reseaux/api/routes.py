"""The public API, version 1: open to all, without a key, read only, rate limited.

Measured: the array of networks is streamed, one network in memory at a time.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from socle.ratelimit import TooManyCalls, allow, say_too_many

from ..adresse.eligibility import OVERSEAS, OutsideCoverage, evaluate
from ..geometry import LAMBERT_93, WGS84, project
from ..models import Reseau
from .schemas import EligibilityOut, NetworkOut, OutsideOut, Problem, network_head

ELIGIBILITY_RATE = "60/m"
NETWORKS_RATE = "2/m"
OUTSIDE_OVERSEAS = (
    "Ce point est outre-mer : les tracés connus de ce service ne couvrent que la France "
    "métropolitaine."
)
OUTSIDE_FRANCE = "Ce point est hors de France : aucune distance ne peut y être calculée."
_DECIMALS = 6


class PublicAPI(NinjaAPI):
    """An API that any site may call from a browser (no cookie is read)."""

    def create_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(*args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        """The library looks for its addresses at the root: ours are within the room's."""
        return reverse("reseaux:api_docs")


api = PublicAPI(
    title="API de ChauffageUrbain",
    version="1",
    description=(
        "Réseaux de chaleur : éligibilité d’un point et liste des réseaux. Noms et unités sont "
        "ceux de l’API publique de France Chaleur Urbaine. Données : France Chaleur Urbaine, "
        "Licence Ouverte 2.0. Les distances sont à vol d’oiseau, et indicatives."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)


say_too_many(api)


@api.exception_handler(ValidationError)
def invalid_parameters(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    names = sorted({str(error["loc"][-1]) for error in problem.errors})
    expected = {
        "lat": "« lat » est la latitude, un nombre de degrés entre -90 et 90",
        "lon": "« lon » est la longitude, un nombre de degrés entre -180 et 180",
    }
    sentences = [expected.get(name, f"« {name} » n’est pas valable") for name in names]
    return api.create_response(
        request, {"detail": f"Paramètres à corriger : {' ; '.join(sentences)}."}, status=422
    )


@api.get(
    "/eligibility",
    response={200: EligibilityOut | OutsideOut, 422: Problem, 429: Problem},
    summary="Éligibilité d’un point",
    description=f"Au plus {ELIGIBILITY_RATE.split('/')[0]} appels par minute.",
    url_name="eligibility",
)
def eligibility(
    request: HttpRequest,
    lat: Annotated[
        float, Query(ge=-90, le=90, allow_inf_nan=False, description="Latitude, degrés WGS84")
    ],
    lon: Annotated[
        float, Query(ge=-180, le=180, allow_inf_nan=False, description="Longitude, degrés WGS84")
    ],
) -> EligibilityOut:
    if not allow(request, action="api_eligibility", rate=ELIGIBILITY_RATE):
        raise TooManyCalls
    try:
        return EligibilityOut.of(evaluate(longitude=lon, latitude=lat, commune=None))
    except OutsideCoverage as outside:
        overseas = outside.reason == OVERSEAS
        return OutsideOut.because(OUTSIDE_OVERSEAS if overseas else OUTSIDE_FRANCE)


@api.get(
    "/networks",
    by_alias=True,
    response={200: list[NetworkOut], 429: Problem},
    summary="Réseaux de chaleur en service, avec leur tracé",
    description=(
        f"Au plus {NETWORKS_RATE.split('/')[0]} appels par minute : la réponse contient tous les "
        "réseaux et pèse plusieurs dizaines de mégaoctets."
    ),
    url_name="networks",
)
def networks(request: HttpRequest) -> StreamingHttpResponse:
    if not allow(request, action="api_networks", rate=NETWORKS_RATE):
        raise TooManyCalls
    response = StreamingHttpResponse(_network_array(), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _network_array() -> Iterator[str]:
    reseaux = Reseau.objects.heat().in_service().order_by("pk").select_related("trace")
    separator = "["
    for reseau in reseaux.iterator(chunk_size=50):
        trace = getattr(reseau, "trace", None)
        geometry = _geojson(bytes(trace.wkb)) if trace is not None else "null"
        head = json.dumps(network_head(reseau), ensure_ascii=False)
        yield f'{separator}{head[:-1]}, "geom": {geometry}}}'
        separator = ","
    yield "[]" if separator == "[" else "]"


def _geojson(wkb: bytes) -> str:
    """GeoJSON in WGS84, rounded to about ten centimetres."""
    degrees = project(shapely.from_wkb(wkb), source=LAMBERT_93, target=WGS84)
    return shapely.to_geojson(
        shapely.transform(degrees, lambda coordinates: np.round(coordinates, _DECIMALS))
    )


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Routes, parameters and fields, read from the schemas themselves."""
    context = {
        "eligibility_fields": _fields(EligibilityOut.model_json_schema()),
        "network_fields": _fields(NetworkOut.model_json_schema()),
        "eligibility_per_minute": ELIGIBILITY_RATE.split("/")[0],
        "networks_per_minute": NETWORKS_RATE.split("/")[0],
    }
    return render(request, "reseaux/api.html", context)


def _fields(schema: dict) -> list[tuple[str, str]]:
    return [(name, facts.get("description", "")) for name, facts in schema["properties"].items()]
