"""What the national team follows: `/equipe/demandes-en-retard/`."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambassadeurs.mises_en_relation.forms import PageForm
from communaute.comptes.perms import is_national_team

from ..collectivite.demandes import DemandeLine
from ..doors import only_for
from .late import late_demandes

PAGE_SIZE = 20


@require_safe
@only_for(is_national_team, "Cette page est celle de l’équipe nationale.")
def late(request: HttpRequest) -> HttpResponse:
    """Which operators and agencies do not answer, since when, and how to reach them."""
    page = Paginator(late_demandes(), PAGE_SIZE).get_page(PageForm(request.GET).page_number())
    context = {"page_obj": page, "lines": [DemandeLine(demande) for demande in page.object_list]}
    return render(request, "guichets/late.html", context)
