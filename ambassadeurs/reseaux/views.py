"""The public list of networks, its CSV twin, and the page of one network."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from socle.parameters import varies_with
from socle.public_pages import cached_for_site
from socle.spreadsheets import csv_response

from .address_test.results import agencies_of, compare_co2, figure_source
from .forms import ReseauFilterForm
from .models import Reseau
from .selectors import csv_rows, deliveries, energy_mix, filtered

PER_PAGE = 20


@varies_with(ReseauFilterForm, "page")
@require_safe
def reseau_list(request: HttpRequest) -> HttpResponse:
    """Heating networks in service and to come, filtered; a wrong filter is said and ignored."""
    form = ReseauFilterForm(request.GET)
    form.full_clean()

    def found() -> dict[str, Any]:
        rows = Paginator(filtered(form.cleaned_data), PER_PAGE)
        is_filtered = any(request.GET.get(name) for name in form.fields)
        page = rows.get_page(request.GET.get("page"))
        return {"form": form, "page_obj": page, "is_filtered": is_filtered}

    if request.GET:
        return render(request, "reseaux/list.html", found())
    html = cached_for_site(
        request, "reseaux:first", lambda: render_to_string("reseaux/_found.html", found(), request)
    )
    context = {"form": form, "page_obj": None, "found": html}
    return render(request, "reseaux/list.html", context)


@varies_with(ReseauFilterForm)
@require_safe
def reseau_csv(request: HttpRequest) -> HttpResponse:
    """The same list for a spreadsheet: UTF-8 with its mark, semicolons, decimal commas;
    nothing (422) where a filter is wrong."""
    form = ReseauFilterForm(request.GET)
    found = filtered(form.cleaned_data) if form.is_valid() else Reseau.objects.none()
    return csv_response("reseaux-de-chaleur", csv_rows(found), is_refused=bool(form.errors))


@varies_with()
@require_safe
def reseau_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a network; its national id leads here too, in any case."""
    rows = Reseau.objects.heat()
    reseau = rows.for_list().select_related("space").filter(slug=slug).first()
    if reseau is None:
        known = rows.filter(slug__iexact=slug) | rows.filter(identifiant__iexact=slug)
        other = get_object_or_404(known.order_by("pk")[:1])
        return HttpResponsePermanentRedirect(other.get_absolute_url())
    context = {
        "reseau": reseau,
        "mix": energy_mix(reseau),
        "deliveries": deliveries(reseau),
        "bars": compare_co2(reseau),
        "figure_source": figure_source(reseau),
        "agencies": agencies_of(reseau, request),
        "communes": list(reseau.communes.all()[:12]),
    }
    return render(request, "reseaux/detail.html", context)
