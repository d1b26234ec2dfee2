"""What the map fetches: the pipes of one network, or those around a commune."""

from django.db.models import F
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communaute.territoires.models import Commune

from ..geometry import in_mainland, to_lambert
from ..models import Trace
from .geojson import trace_collection

AROUND_M = 5000.0
MAX_TRACES = 20
HOUR = 3600


@require_safe
@cache_control(public=True, max_age=HOUR)
def trace(request: HttpRequest, slug: str) -> JsonResponse:
    """The pipes of a network. 404 without a trace."""
    row = get_object_or_404(Trace.objects.select_related("reseau"), reseau__slug=slug)
    return JsonResponse(trace_collection([row]), content_type="application/geo+json")


@require_safe
@cache_control(public=True, max_age=HOUR)
def traces_around(request: HttpRequest, code: str) -> JsonResponse:
    """The pipes within five kilometres or so of a town hall, to choose a point among them."""
    commune = get_object_or_404(Commune, pk=code)
    if commune.longitude is None or commune.latitude is None:
        message = "Commune sans position connue."
        raise Http404(message)
    if not in_mainland(commune.longitude, commune.latitude):
        return JsonResponse(trace_collection([]), content_type="application/geo+json")
    x, y = to_lambert(commune.longitude, commune.latitude)
    rows = (
        Trace.objects.filter(
            reseau__kind="chaleur",
            west__lte=x + AROUND_M,
            east__gte=x - AROUND_M,
            south__lte=y + AROUND_M,
            north__gte=y - AROUND_M,
        )
        .select_related("reseau")
        .order_by(F("length_m").desc(), "pk")
    )
    return JsonResponse(trace_collection(rows[:MAX_TRACES]), content_type="application/geo+json")
