"""The address test: `/mon-adresse/` and its shareable result."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from socle import ratelimit

from ..models import AddressTest
from ..numbers import NUMBERS
from .eligibility import OVERSEAS, OutsideCoverage
from .forms import (
    AddressForm,
    CommuneForm,
    PlaceForm,
    PointForm,
    ResultForm,
    SuggestionForm,
    remember_address,
    remember_point,
)
from .geocoding import GeocoderUnavailable, GeocodingVerdict, Place, get_geocoder, suggest
from .results import build_result
from .services import (
    Trial,
    commune_written_in,
    places_to_confirm,
    store,
    try_commune,
    try_place,
    try_point,
)

TYPED = {"q", "lat", "lon"}
INVALID = 422
NOT_FOUND = (
    "Nous ne trouvons pas cette adresse en France. Vérifiez le numéro, la rue et la ville, "
    "ou donnez seulement votre commune, plus bas."
)


# The form of the home page is served from the cache to people without a session: it can hold no
# token. The post only stores an anonymous row, so a forged one harms nobody.
@csrf_exempt
def address_test(request: HttpRequest) -> HttpResponse:
    """Answer `?q=`, `?lat=&lon=` or `?commune=` at once; store and redirect when posted."""
    data = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and not STEPS.keys() & data.keys():
        return _form_page(request)
    response = _take_step(request, data)
    if request.GET.keys() & TYPED:
        # The address of the page holds what was typed: nobody keeps a copy.
        add_never_cache_headers(response)
    return response


def _take_step(request: HttpRequest, data: QueryDict) -> HttpResponse:
    if not ratelimit.allow(request, action="address_test", rate=f"{NUMBERS.tests_a_minute}/m"):
        return _form_page(request, status=429, notice="limit", address=AddressForm(initial=data))
    given = (name for name in STEPS if data.get(name, "").strip())
    sent = next((name for name in STEPS if name in data), "q")
    step = STEPS[next(given, sent)]
    try:
        return step(request, data)
    except OutsideCoverage as outside:
        status = 200 if outside.reason == OVERSEAS else INVALID
        return render(request, "reseaux/outside.html", {"reason": outside.reason}, status=status)


# Stores nothing and answers what is public: a forged post harms nobody. The text is in the body,
# hence in no journal nor history.
@csrf_exempt
@require_POST
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"results": [{"label", "hint"}]}` for the beginning of an address, at most five."""
    if not ratelimit.allow(
        request, action="address_suggestions", rate=f"{NUMBERS.suggestions_a_minute}/m"
    ):
        return JsonResponse({"results": []}, status=429)
    form = SuggestionForm(request.POST)
    found = suggest(form.cleaned_data["q"]) if form.is_valid() else []
    status = 200 if form.is_valid() else INVALID
    return JsonResponse({"results": [asdict(one) for one in found]}, status=status)


@require_safe
def result(request: HttpRequest, token: UUID) -> HttpResponse:
    """A stored result: no address in it, so that it can be shared."""
    rows = AddressTest.objects.select_related(
        "commune__epci", "reseau__space", "reseau__exploitant", "reseau__commune", "beyond_reseau"
    )
    test = get_object_or_404(rows, token=token)
    form = ResultForm(request.GET)
    mode = form.cleaned_data["chauffage"] if form.is_valid() else ""
    context = {"is_stored": True, "asks_heating": not test.heating_mode}
    test.heating_mode = mode or test.heating_mode
    return _result_page(request, Trial(test), context)


def _address(request: HttpRequest, data: QueryDict) -> HttpResponse:
    form = AddressForm(data)
    if not form.is_valid():
        return _form_page(request, status=INVALID, address=form)
    text, mode = form.cleaned_data["q"], form.cleaned_data["chauffage"]
    try:
        found = get_geocoder().search(text)
    except GeocoderUnavailable:
        return _form_page(
            request,
            notice="geocoder",
            address=AddressForm(initial=data),
            commune=_commune_form(text, mode),
        )
    if found.verdict == GeocodingVerdict.NOT_FOUND:
        form.add_error("q", NOT_FOUND)
        commune = _commune_form(text, mode)
        return _form_page(request, status=INVALID, address=form, commune=commune)
    places = places_to_confirm(found)
    if places:
        return _confirm_page(request, PlaceForm(initial=_initial(data), places=places))
    return _answer(request, try_place(found.places[0], heating_mode=mode))


def _choice(request: HttpRequest, data: QueryDict) -> HttpResponse:
    form = PlaceForm(data)
    if not form.is_valid():
        places = _search_again(data.get("q", ""))
        if not places:
            return _address(request, data)
        return _confirm_page(request, PlaceForm(data, places=places), status=INVALID)
    place, mode = form.cleaned_data["choix"], form.cleaned_data["chauffage"]
    return _answer(request, try_place(place, heating_mode=mode))


def _point(request: HttpRequest, data: QueryDict) -> HttpResponse:
    form = PointForm(data)
    if not form.is_valid():
        return _form_page(request, status=INVALID, point=form)
    given = form.cleaned_data
    tested = try_point(
        longitude=given["lon"], latitude=given["lat"], heating_mode=given["chauffage"]
    )
    return _answer(request, tested)


def _commune(request: HttpRequest, data: QueryDict) -> HttpResponse:
    form = CommuneForm(data, auto_id="commune_%s")
    if not form.is_valid():
        return _form_page(request, status=INVALID, commune=form)
    given = form.cleaned_data
    return _answer(request, try_commune(given["commune"], heating_mode=given["chauffage"]))


Handler = Callable[[HttpRequest, QueryDict], HttpResponse]
# What was sent decides the step; the most precise wins.
STEPS: dict[str, Handler] = {
    "choix": _choice,
    "confirmer": _choice,
    "lat": _point,
    "lon": _point,
    "commune": _commune,
    "q": _address,
}


def _answer(request: HttpRequest, tested: Trial) -> HttpResponse:
    if request.method == "POST":
        response = redirect(store(tested))
        remember_address(response, tested.test, tested.label)
        remember_point(response, tested)
        return response
    return _result_page(request, tested, {"is_stored": False, "asks_heating": True})


def _result_page(request: HttpRequest, tested: Trial, context: dict[str, Any]) -> HttpResponse:
    page = build_result(tested, request)
    commune = tested.test.commune
    context |= {
        "page": page,
        "token": tested.test.token if context["is_stored"] else "",
        "label": tested.label,
        "latitude": tested.latitude,
        "longitude": tested.longitude,
        "can_pick": page.is_commune and commune is not None and commune.latitude is not None,
    }
    return render(request, "reseaux/result.html", context)


def _commune_form(address: str, heating_mode: str) -> CommuneForm:
    """The way out of an address that was not found: its commune, already written if it is read."""
    initial = {"commune": commune_written_in(address), "chauffage": heating_mode}
    return CommuneForm(initial=initial, auto_id="commune_%s")


def _search_again(text: str) -> tuple[Place, ...]:
    """The places of a choice that came back unreadable; none when the geocoder is silent."""
    try:
        return get_geocoder().search(text).places
    except GeocoderUnavailable:
        return ()


def _initial(data: QueryDict) -> dict[str, Any]:
    return {name: data.get(name, "") for name in ("q", "chauffage")}


def _confirm_page(request: HttpRequest, form: PlaceForm, status: int = 200) -> HttpResponse:
    typed = form["q"].value() or ""
    return render(request, "reseaux/confirm.html", {"form": form, "typed": typed}, status=status)


def _form_page(
    request: HttpRequest,
    *,
    status: int = 200,
    notice: str = "",
    address: AddressForm | None = None,
    commune: CommuneForm | None = None,
    point: PointForm | None = None,
) -> HttpResponse:
    context = {
        "notice": notice,
        "address_form": address or AddressForm(),
        "commune_form": commune or CommuneForm(auto_id="commune_%s"),
        "point_form": point,
    }
    return render(request, "reseaux/address.html", context, status=status)
