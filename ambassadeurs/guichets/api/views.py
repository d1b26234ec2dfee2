"""The key of the partner API, at each desk: made, replaced, shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.second_factor.asking import proved_in
from socle.errors import ChangedMeanwhile

from ..acting import acting_of
from ..agence.views import only_for_agencies
from ..collectivite.views import only_for_authorities
from ..doors import View
from ..exploitant.views import only_for_operators
from ..forms import TokenForm
from ..models import ApiToken
from .services import check_unread, rotate_token, version_of_key


def _key_page(kind: OrganisationKind, door: Callable[[View], View]) -> View:
    """Make or replace the key of an organisation of this kind, behind the door of its desk."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @door
    def view(request: HttpRequest) -> HttpResponse:
        organisation = acting_of(request).organisation
        keys = ApiToken.objects.filter(organisation=organisation).select_related("created_by")
        current = keys.first()
        posted = request.POST if request.method == "POST" else None
        shown = {"version": version_of_key(current)}
        form = TokenForm(posted, exists=current is not None, initial=shown)
        context: dict[str, object] = {
            "organisation": organisation,
            "current": current,
            "form": form,
        }
        context |= {"token": "", "base_url": settings.BASE_URL}

        actor = cast(User, request.user)

        def rotate(version: str, **_: object) -> None:
            context["token"] = rotate_token(
                actor=actor,
                organisation=organisation,
                is_proved=proved_in(request),
                version=version,
            )

        if not form.saves(rotate) and posted is not None and not form.is_refused:
            try:
                check_unread(actor=actor, key=current, version=form.data.get("version", ""))
            except ChangedMeanwhile as error:
                form.refuse(error)
        if form.is_refused:
            context["current"] = keys.first()
        return render(request, f"guichets/key_{kind}.html", context, status=form.http_status)

    return view


operator_key = _key_page(OrganisationKind.EXPLOITANT, only_for_operators)
agency_key = _key_page(OrganisationKind.AGENCE, only_for_agencies)
collectivite_key = _key_page(OrganisationKind.COLLECTIVITE, only_for_authorities)
