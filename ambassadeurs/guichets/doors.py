"""Who enters a desk: others sign in, or are told whose it is. What its pages share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import RoleChange
from socle.forms import typed_texts

from . import acting
from .errors import NoLongerMember

View = Callable[..., HttpResponse]


def filters_query(request: HttpRequest) -> str:
    """The filters of a page, for its twins: CSV and map."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _left(user: object, kind: OrganisationKind) -> RoleChange | None:
    """How this person last left an organisation of this kind, if they did (one query)."""
    rows = RoleChange.objects.filter(person=user, organisation__kind=kind, after="")
    return rows.select_related("organisation").order_by("-pk").first()


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
                if kind and (left := _left(request.user, kind)):
                    raise NoLongerMember(left.organisation)
                raise PermissionDenied(refusal)
            if kind is None:
                return view(request, *args, **kwargs)
            others = acting.begin(request, kind).others
            try:
                return view(request, *args, **kwargs)
            except Http404:
                owner = acting.owner_among(others, kwargs.get("public_id"))
                if owner is None:
                    raise
                context = {"owner": owner, "texts": typed_texts(request)}
                return render(request, "guichets/elsewhere.html", context, status=409)

        return guarded

    return decorate
