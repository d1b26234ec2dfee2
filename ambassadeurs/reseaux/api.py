"""The public API: eligibility of an address, networks.

The public API, version 1: open to all, without a key, read only, rate limited.

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
from ninja import Query, Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict, Field

from socle.api import BaseAPI
from socle.ratelimit import TooManyCalls, allow

from .address_test.eligibility import OVERSEAS, Eligibility, OutsideCoverage, evaluate
from .geometry import LAMBERT_93, WGS84, project
from .models import Reseau

ELIGIBILITY_RATE = "60/m"
NETWORKS_RATE = "2/m"
OUTSIDE_OVERSEAS = (
    "Ce point est outre-mer : les tracés connus de ce service ne couvrent que la France "
    "métropolitaine."
)
OUTSIDE_FRANCE = "Ce point est hors de France : aucune distance ne peut y être calculée."
_DECIMALS = 6


class PublicAPI(BaseAPI):
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


@api.exception_handler(ValidationError)
def invalid_parameters(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    names = sorted({str(error["loc"][-1]) for error in problem.errors})
    expected = {
        "lat": "« lat » est la latitude, un nombre de degrés entre -90 et 90",
        "lon": "« lon » est la longitude, un nombre de degrés entre -180 et 180",
    }
    sentences = [expected.get(name, f"« {name} » n’est pas valable") for name in names]
    return api.refuse(request, f"Paramètres à corriger : {' ; '.join(sentences)}.", 422)


# Shapes of the public API: names and units of France Chaleur Urbaine's, so that what reads
# theirs reads ours.


def described_as(description: str) -> ConfigDict:
    """What is read of a shape in the published schema, in place of its docstring."""
    return ConfigDict(json_schema_extra={"description": description})


class EligibilityOut(Schema):
    """The answer for a point."""

    model_config = described_as("La réponse pour un point.")

    distance: int | None = Field(
        description="Mètres à vol d’oiseau jusqu’au tracé le plus proche ; nul dans une zone à "
        "venir, sans tracé connu ou, hors d’un périmètre prioritaire, au-delà d’un kilomètre."
    )
    futurNetwork: bool = Field(description="Vrai si le réseau est en construction.")
    gestionnaire: str | None = Field(description="Exploitant du réseau.")
    id: str | None = Field(description="Identifiant national du réseau, par exemple 3802C.")
    inPDP: bool = Field(description="Vrai dans un périmètre de développement prioritaire.")
    isEligible: bool = Field(description="Vrai si un raccordement est envisageable.")
    name: str | None = Field(description="Nom du réseau.")
    rateCO2: float | None = Field(
        description="Contenu CO2 en analyse de cycle de vie, en kgCO2/kWh."
    )
    rateENRR: float | None = Field(
        description="Taux d’énergies renouvelables et de récupération, en %."
    )

    @classmethod
    def of(cls, answer: Eligibility) -> "EligibilityOut":
        reseau = answer.reseau
        return cls(
            distance=answer.distance_m,
            futurNetwork=answer.is_future,
            gestionnaire=(reseau.operator_name or None) if reseau else None,
            id=(reseau.identifiant or None) if reseau else None,
            inPDP=answer.in_pdp,
            isEligible=answer.is_eligible,
            name=reseau.name if reseau else None,
            rateCO2=kilograms(reseau.co2_acv) if reseau else None,
            rateENRR=reseau.enrr_rate if reseau else None,
        )


class OutsideOut(EligibilityOut):
    """The answer for a point overseas or abroad: no distance, and a sentence that says why."""

    model_config = described_as(
        "La réponse pour un point outre-mer ou à l’étranger : sans distance."
    )

    message: str

    @classmethod
    def because(cls, message: str) -> "OutsideOut":
        return cls(
            distance=None,
            futurNetwork=False,
            gestionnaire=None,
            id=None,
            inPDP=False,
            isEligible=False,
            name=None,
            rateCO2=None,
            rateENRR=None,
            message=message,
        )


class NetworkOut(Schema):
    """A heating network in service."""

    model_config = described_as("Un réseau de chaleur en service.")

    identifiant: str | None = Field(
        alias="Identifiant reseau", description="Identifiant national, souvent absent."
    )
    id_fcu: int = Field(description="Numéro interne à ce service.")
    nom_reseau: str = Field(description="Nom du réseau.")
    gestionnaire: str | None = Field(alias="Gestionnaire", description="Exploitant du réseau.")
    enrr: float | None = Field(alias="Taux EnR&R", description="En %.")
    co2: float | None = Field(alias="contenu CO2", description="Direct, en kgCO2/kWh.")
    co2_acv: float | None = Field(
        alias="contenu CO2 ACV", description="En analyse de cycle de vie, en kgCO2/kWh."
    )
    geom: dict[str, Any] | None = Field(
        description="MultiLineString GeoJSON en WGS84 (longitude, latitude), nul sans tracé."
    )


class Problem(Schema):
    """Why there is no answer, in French."""

    model_config = described_as("Pourquoi il n’y a pas de réponse.")

    detail: str


def network_head(reseau: Reseau) -> dict[str, Any]:
    """A network under the names of the API, without its geometry."""
    return {
        "Identifiant reseau": reseau.identifiant or None,
        "id_fcu": reseau.pk,
        "nom_reseau": reseau.name,
        "Gestionnaire": reseau.operator_name or None,
        "Taux EnR&R": reseau.enrr_rate,
        "contenu CO2": kilograms(reseau.co2_direct),
        "contenu CO2 ACV": kilograms(reseau.co2_acv),
    }


def kilograms(grams: float | None) -> float | None:
    """kgCO2/kWh from gCO2/kWh, to the gram as the source does."""
    return None if grams is None else round(grams / 1000, 4)


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
