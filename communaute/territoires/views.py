"""Proposals of communes for the combobox."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .forms import CommuneSearchForm
from .models import Commune


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def communes(request: HttpRequest) -> JsonResponse:
    """`{"results": [{"code", "name", "departement", "postcodes"}]}`, best first, at most ten."""
    form = CommuneSearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"results": [], "error": "Texte trop long ou illisible."}, status=422)
    return JsonResponse(
        {
            "results": [
                {
                    "code": commune.code,
                    "name": commune.name,
                    "departement": commune.departement_id or "",
                    "postcodes": commune.postcodes,
                }
                for commune in Commune.objects.search(form.cleaned_data["q"])
            ]
        }
    )
