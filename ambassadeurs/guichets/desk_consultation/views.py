"""What the national team reminds operators and agencies of, from `/equipe/retards/`."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ambassadeurs.demandes.errors import DemandeError
from ambassadeurs.demandes.models import Demande
from communaute.comptes.models import User
from communaute.comptes.perms import is_national_team
from communaute.notifications.words import in_the_morning

from ..collectivite.nudges import nudge
from ..doors import only_for


@require_POST
@only_for(is_national_team, "Cette page est celle de l’équipe nationale.")
def late_nudge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind the organisation of a demande that is late."""
    demande = get_object_or_404(Demande.objects.select_related("organisation"), public_id=public_id)
    try:
        nudge(actor=cast("User", request.user), demande=demande)
    except DemandeError as error:
        messages.error(request, str(error))
    else:
        hour = in_the_morning("guichets.nudge")
        left = f"part{hour}" if hour else "est parti"
        messages.success(request, f"Le message à {demande.organisation} {left}.")
    return redirect("national:late")
