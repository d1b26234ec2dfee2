"""Who has just signed in, or just confirmed who they are, is not asked again."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse

from ..sessions.services import BEGUN

View = Callable[..., HttpResponse]


def is_confirmed_lately(request: HttpRequest) -> bool:
    """Whether this session was opened, or its person confirmed, within the last minutes
    (`ACCOUNT_REAUTHENTICATION_TIMEOUT`, in seconds)."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record.get("reauthenticated")]
    last = max([request.session.get(BEGUN) or 0, *moments])
    return 0 <= time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT


def confirmed_lately(view: View) -> View:
    """Ask who is signed in to confirm it first, then go on with what was asked, form included.

    django-allauth asks nothing of an account that has neither password nor second factor, as most
    of ours: those get a code by mail. Anonymous visitors are the view's own business.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not is_confirmed_lately(request):
            # Its middleware keeps the request, and sends to the first way of confirming.
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asked
