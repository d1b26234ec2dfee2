"""Who enters a desk: others sign in, or are told whose it is. What its pages share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def filters_query(request: HttpRequest) -> str:
    """The filters of a page, for its twins: CSV and map."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def only_for(allowed: Callable[[object], bool], refusal: str) -> Callable[[View], View]:
    """Sign in first; then `refusal` (403) for whom `allowed` refuses. A desk is no secret."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied(refusal)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
