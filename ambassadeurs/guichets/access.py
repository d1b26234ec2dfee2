"""Who enters a desk: others sign in, or are told whose it is. What its pages share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ambassadeurs.demandes.models import Demande
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import act_for, organisations_of

View = Callable[..., HttpResponse]


def filters_query(request: HttpRequest) -> str:
    """The filters of a page, for its twins: CSV and map."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def only_for(
    allowed: Callable[[object], bool], refusal: str, kind: OrganisationKind | None = None
) -> Callable[[View], View]:
    """Sign in first; then `refusal` (403) for whom `allowed` refuses. A desk is no secret.

    With `kind`, whoever works for several organisations of that kind acts for one; a demande of
    another of them says whose it is, and how to act for it (409).
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied(refusal)
            if kind is None:
                return view(request, *args, **kwargs)
            others = act_for_chosen(request, kind).others
            try:
                return view(request, *args, **kwargs)
            except Http404:
                owner = owner_among(others, kwargs.get("public_id"))
                if owner is None:
                    raise
                return render(request, "guichets/elsewhere.html", {"owner": owner}, status=409)

        return guarded

    return decorate


# For which of one’s organisations one acts at a desk: chosen in its header, kept in the session,
# read again at each request.


# In the session: kind → the organisation chosen (primary key).
CHOSEN: Final = "acting_for"
DESKS: Final = {
    OrganisationKind.EXPLOITANT: "guichets:operator_desk",
    OrganisationKind.AGENCE: "guichets:agency_desk",
    OrganisationKind.COLLECTIVITE: "guichets:collectivite_desk",
}


@dataclass(frozen=True)
class Acting:
    """The organisation one acts for, and one’s others of the same kind, by name."""

    organisation: Organisation
    others: list[Organisation]


def act_for_chosen(request: HttpRequest, kind: OrganisationKind) -> Acting:
    """Act for one organisation of this kind during this request: the one chosen, while one works
    there, else the first by name. No right of the others is left to the view, nor to what it
    writes; `acting_of` gives it back."""
    mine = sorted(organisations_of(request.user, kind), key=lambda one: (one.name, one.pk))
    several = len(mine) > 1
    wanted = request.session.get(CHOSEN, {}).get(kind) if several else None
    organisation = next((one for one in mine if one.pk == wanted), mine[0])
    if several:
        act_for(request.user, organisation)
    found = Acting(organisation, [one for one in mine if one != organisation])
    request.acting = found  # type: ignore[attr-defined]
    return found


def acting_of(request: HttpRequest) -> Acting:
    """For whom this request acts, once the door of a desk is passed."""
    return request.acting  # type: ignore[attr-defined]


def choose(request: HttpRequest, organisation: Organisation) -> None:
    """Act for this organisation from now on, at the desk of its kind."""
    kept = request.session.get(CHOSEN, {})
    request.session[CHOSEN] = kept | {organisation.kind: organisation.pk}


def owner_among(others: list[Organisation], public_id: UUID | None) -> Organisation | None:
    """Which of these organisations reads the demande of this address at its desk."""
    if not others or public_id is None:
        return None
    rows = Demande.objects.at_desks_of(others).select_related("organisation")
    found = rows.filter(public_id=public_id).first()
    return found.organisation if found else None
