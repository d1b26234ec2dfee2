"""`/compter-les-voix/`: aim at the third. Public, without account; nothing is kept of what is
typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .calendar import NEW_ASSEMBLY_MONTHS, in_months
from .forms_count import CountForm
from .voting import USUAL_TOTAL, Article, third


@never_cache
@require_safe
def count_voices(request: HttpRequest) -> HttpResponse:
    """What to aim at, then what the totals of a vote give."""
    context: dict[str, object] = {
        "total": USUAL_TOTAL,
        "third": third(USUAL_TOTAL),
        "article": request.GET.get("article", ""),
    }
    if "voix" not in request.GET:
        form = CountForm()
        return render(request, "assemblees/count.html", context | {"form": form})
    form = CountForm(request.GET)
    if not form.is_valid() or form.found is None:
        return render(request, "assemblees/count.html", context | {"form": form}, status=422)
    data, found = form.cleaned_data, form.found
    is_of_all = form.vote.article in (Article.ALL, Article.WORKS)
    short = third(found.total) - form.vote.favour + form.vote.amended if is_of_all else 0
    day = data["date"]
    context |= {
        "form": form,
        "found": found,
        "total": found.total,
        "third": third(found.total),
        "is_reduced": found.total != form.vote.total,
        "short": max(short, 0),
        "dwellings": _dwellings(max(short, 0), found.total, data["logements"]),
        "until": in_months(day, NEW_ASSEMBLY_MONTHS) if day else None,
    }
    return render(request, "assemblees/count.html", context)


def _dwellings(voices: int, total: int, dwellings: int | None) -> int | None:
    """How many mean dwellings hold these voices, rounded up; None when their number is not told."""
    return -(-voices * dwellings // total) if voices and dwellings else None
