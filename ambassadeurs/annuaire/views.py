"""The directory: list, map, file, page of a copropriété, what is around an address."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ambassadeurs.coproprietes.ambassador_rank import answers_of
from ambassadeurs.coproprietes.fiche_pages import pages_for
from ambassadeurs.coproprietes.models import Copropriete, RetourExperience
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.perms import can_edit_building
from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet
from ambassadeurs.coproprietes.retours.figures import figure_lines
from ambassadeurs.reseaux.address_test.eligibility import format_far
from ambassadeurs.reseaux.address_test.forms import CommuneForm
from ambassadeurs.reseaux.address_test.geocoding import (
    GeocoderUnavailable,
    GeocodingVerdict,
    get_geocoder,
)
from ambassadeurs.reseaux.address_test.services import places_to_confirm
from socle.forms import PageForm
from socle.keyset import KeysFirstPaginator
from socle.parameters import varies_with
from socle.public_pages import version_of
from socle.ratelimit import allow
from socle.spreadsheets import csv_response

from .directory import kept_filters, places_of, search_directory, url_around
from .forms import AroundForm, DirectoryFilterForm
from .selection import as_cards

PAGE_SIZE = 20
TITLES = [
    "residence",
    "commune",
    "code_insee",
    "quartier",
    "reseau",
    "identifiant_reseau",
    "lots",
    "periode_construction",
    "ancienne_energie",
    "raccordee_en",
    "euros_par_lot_et_par_an_avant",
    "euros_par_lot_et_par_an_apres",
    "annees_comparees",
    "origine_des_chiffres",
    "page",
]


def _origin(copropriete: Copropriete) -> str:
    return "vérifié" if copropriete.cost_verified else "déclaré"


def directory_rows(coproprietes: CoproprieteQuerySet) -> Iterator[list[object]]:
    """Titles, then one line per public copropriété."""
    yield list(TITLES)
    for one in coproprietes:
        figures = one.has_cost_figures
        yield [
            one.name,
            one.commune.name,
            one.commune_id,
            one.quartier,
            one.reseau.name,
            one.reseau.identifiant,
            one.lots or "",
            one.get_period_display(),
            one.get_former_energy_display(),
            one.connected_year,
            one.cost_before if figures else "",
            one.cost_after if figures else "",
            one.cost_years if figures else "",
            _origin(one) if figures else "",
            one.get_absolute_url(),
        ]


@varies_with(DirectoryFilterForm)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The directory as CSV, with the same filters; nothing (422) where one is wrong."""
    found = search_directory(request.GET)
    lines = directory_rows(found.rows.for_list())
    return csv_response("coproprietes-raccordees", lines, is_refused=bool(found.form.errors))


@varies_with(DirectoryFilterForm)
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """What the map of the directory shows, with the same filters: centres of public cells; nothing
    (422) where one is wrong."""
    found = search_directory(request.GET)
    status = 422 if found.form.errors else 200
    return JsonResponse(places_of(found), status=status, content_type="application/geo+json")


@varies_with(DirectoryFilterForm, PageForm)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The directory: copropriétés that a verified ambassador speaks for; nothing (422) where a
    filter is wrong."""
    found = search_directory(
        request.GET, user=request.user, version=lambda: version_of(request).number
    )
    rows = as_cards(found.rows)
    paginator: Paginator
    if request.GET or found.building:
        paginator = KeysFirstPaginator(rows, PAGE_SIZE, count=found.count)
        page = paginator.get_page(PageForm(request.GET).number())
        cards = found.cards(page.object_list)
    else:
        # Read where the cards are made: the template keeps the first ones for all.
        paginator = Paginator(range(found.count), PAGE_SIZE)
        page = paginator.get_page(1)
        cards = found.cards(rows[:PAGE_SIZE])
    context = {
        "cards": cards,
        "page_obj": page,
        "form": found.form,
        "building": found.building,
        "around_form": AroundForm(),
        "near": format_far(NUMBERS.near_m),
        "filters": kept_filters(request.GET),
    }
    status = 422 if found.form.errors else 200
    return render(request, "coproprietes/list.html", context, status=status)


@varies_with()
@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One copropriété: its story, its figures, its ambassadors and what they answered."""
    copropriete = get_object_or_404(pages_for(request.user).for_page(), pk=pk)
    if slug != copropriete.slug:
        return redirect(copropriete, permanent=True)
    retour = RetourExperience.objects.published().for_page().filter(copropriete=copropriete).first()
    context = {
        "copropriete": copropriete,
        "answers": answers_of(copropriete),
        "retour": retour,
        "figure_lines": figure_lines(retour) if retour else [],
        "quote": copropriete.quote,
        "is_theirs": can_edit_building(request.user, copropriete),
    }
    return render(request, "coproprietes/detail.html", context)


INVALID, TOO_MANY = 422, 429
BUSY = "Beaucoup d’adresses en peu de temps. Attendez une minute, puis réessayez."
NOT_FOUND = (
    "Nous ne trouvons pas cette adresse en France métropolitaine. Vérifiez le numéro, la rue et la "
    "ville, ou donnez seulement votre commune, plus bas."
)


# The form stands on a page that is cached for people without a session: it can hold no token.
# The post writes nothing (decision 4).
@csrf_exempt
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
    if found.verdict == GeocodingVerdict.SURE and len(choices) == 1:
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
