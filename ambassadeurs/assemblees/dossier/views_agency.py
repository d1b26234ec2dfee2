"""The papers of an assembly as the agency reads them, once a member let it; read only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ..enums import State
from ..errors import CancelledAssembly, NoRequestToAgency
from ..models import Dossier
from ..perms import agency_reading, can_read, can_read_as_agency
from ..selectors import says_cancelled
from . import services
from .papers import LACKS, numbers_of, printed, tiles_for
from .resolutions import steps_of
from .services import READ_WITH
from .views import mine

# Those of which the syndic, or the council, is asked something.
READ = ("lettre", "resolutions", "annexes")
NETWORKS = tuple(one.removeprefix("dossier__") for one in READ_WITH)


@login_required
@says_cancelled()
def agency(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """Read by the agency and by members; changed by members alone."""
    actor = request.user
    if request.method == "POST":
        one, _ = mine(request, pk, assemblee)
        may_read = "agency" in request.POST
        try:
            services.let_agency_read(actor=actor, assemblee=one, may_read=may_read)
        except NoRequestToAgency as error:
            messages.error(request, str(error))
        else:
            told = "lit maintenant" if may_read else "ne lit pas"
            messages.success(request, f"C’est noté : l’agence {told} ce dossier.")
        return redirect("assemblees:dossier", pk, assemblee)
    rows = Dossier.objects.select_related(
        "read_for__organisation", "read_for__requester", *NETWORKS
    )
    kept = get_object_or_404(rows, assemblee__copropriete=pk, assemblee=assemblee)
    one = kept.assemblee
    if not (can_read_as_agency(actor, kept) or can_read(actor, one.copropriete)):
        raise Http404
    if one.state == State.CANCELLED:
        raise CancelledAssembly(one)
    numbers = numbers_of(kept, one)
    tiles = tiles_for(one, kept, numbers) or []
    read = [paper for tile in tiles for paper in tile.papers if paper.key in READ]
    texts = [(paper, printed(paper.key, one, kept)) for paper in read]
    context = {
        "copropriete": one.copropriete,
        "assemblee": one,
        "dossier": kept,
        "reading": agency_reading(kept),
        "tiles": tiles,
        # What cannot be made yet tells its members what they lack: the tiles say it.
        "texts": [(paper, text) for paper, text in texts if not text.startswith(LACKS)],
        "steps": steps_of(one, numbers, timezone.localdate()),
    }
    return render(request, "assemblees/dossier/agency.html", context)
