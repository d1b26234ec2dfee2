"""The page that describes the public API, without any script from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .routes import ELIGIBILITY_RATE, NETWORKS_RATE
from .schemas import EligibilityOut, NetworkOut


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
