"""From an address, posted, to the directory around it: the address is in no URL and no log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ambassadeurs.reseaux.adresse.addressing import places_to_confirm
from ambassadeurs.reseaux.adresse.forms import CommuneForm
from ambassadeurs.reseaux.adresse.geocoding import GeocoderUnavailable, Verdict, get_geocoder
from socle.ratelimit import allow

from .directory import kept_filters, url_around
from .forms import AroundForm

INVALID, TOO_MANY = 422, 429
BUSY = "Beaucoup d’adresses en peu de temps. Attendez une minute, puis réessayez."
NOT_FOUND = (
    "Nous ne trouvons pas cette adresse en France métropolitaine. Vérifiez le numéro, la rue et la "
    "ville, ou donnez seulement votre commune, plus bas."
)


# The form stands on a page that is cached for people without a session: it can hold no token.
# The post writes nothing (decision 4).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def around(request: HttpRequest) -> HttpResponse:
    """Redirect to the directory around an address, to a hundred metres; ask back when in doubt."""
    form = AroundForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not allow(request, action="around", rate="30/m"):
        form.add_error("q", BUSY)
        return _page(request, form, status=TOO_MANY)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    try:
        found = get_geocoder().search(form.cleaned_data["q"])
    except GeocoderUnavailable:
        return _page(request, form, is_down=True)
    places = places_to_confirm(found) or found.places[:1]
    filters = kept_filters(request.GET)
    choices = [(one.label, url) for one in places if (url := url_around(one, filters))]
    if found.verdict == Verdict.SURE and len(choices) == 1:
        return redirect(choices[0][1])
    if not choices:
        form.add_error("q", NOT_FOUND)
        return _page(request, form, status=INVALID)
    return _page(request, form, choices=choices)


def _page(
    request: HttpRequest,
    form: AroundForm,
    *,
    status: int = 200,
    is_down: bool = False,
    choices: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "commune_form": CommuneForm(),
        "filters": kept_filters(request.GET),
        "is_down": is_down,
        "choices": choices or [],
    }
    return render(request, "coproprietes/around.html", context, status=status)
