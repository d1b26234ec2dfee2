"""What the map fetches: pipes of one network, those around a commune, and what is around."""

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communaute.territoires.models import Commune
from socle.parameters import varies_with

from ..forms import BoundsForm
from ..geometry import in_mainland, to_lambert
from ..models import Trace
from .surroundings import Bounds, surroundings, trace_collection

AROUND_M = 5000.0
MAX_TRACES = 20
HOUR = 3600


@varies_with()
@require_safe
@cache_control(public=True, max_age=HOUR)
def trace(request: HttpRequest, slug: str) -> JsonResponse:
    """The pipes of a network. 404 without a trace."""
    row = get_object_or_404(Trace.objects.select_related("reseau"), reseau__slug=slug)
    return JsonResponse(trace_collection([row]), content_type="application/geo+json")


@varies_with()
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
    rows = Trace.objects.of_heat_meeting(x - AROUND_M, y - AROUND_M, x + AROUND_M, y + AROUND_M)
    return JsonResponse(trace_collection(rows[:MAX_TRACES]), content_type="application/geo+json")


@varies_with(BoundsForm)
@require_safe
@cache_control(public=True, max_age=HOUR)
def around(request: HttpRequest) -> JsonResponse:
    """Communes and pipes of a rectangle, for a map without a base map; 422 when unreadable."""
    form = BoundsForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    given = form.cleaned_data
    bounds = Bounds.around(given["ouest"], given["sud"], given["est"], given["nord"])
    return JsonResponse(surroundings(bounds), content_type="application/geo+json")
