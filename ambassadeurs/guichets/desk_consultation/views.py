"""What the national team reminds operators and agencies of, from `/equipe/retards/`."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ambassadeurs.demandes.models import Demande
from communaute.comptes.perms import is_national_team

from ..collectivite.views import remind
from ..doors import only_for


@require_POST
@only_for(is_national_team, "Cette page est celle de l’équipe nationale.")
def late_nudge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind the organisation of a demande that is late."""
    demande = get_object_or_404(Demande.objects.select_related("organisation"), public_id=public_id)
    remind(request, demande)
    return redirect("national:late")
