"""`/chiffres/`: every figure that the service cites, with its source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socle.parameters import varies_with

from .themes import themes


@varies_with()
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures by theme; those whose term has passed are named first, and marked."""
    found = themes()
    facts = [item for theme in found for item in theme.facts]
    context = {
        "themes": found,
        "count": len(facts),
        "expired": [item for item in facts if item.is_expired],
    }
    return render(request, "cms/figures.html", context)
