"""The base of our APIs: whatever they refuse is told in French, as `{"detail": …}`."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI

from socle.ratelimit import RETRY_AFTER_S, TooManyCalls

TOO_LONG: Final = "Le corps de la requête est trop long : rien n’en a été lu."

View = Callable[..., Any]


class BaseAPI(NinjaAPI):
    """An API whose refusals all have one shape, those of the library too."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.add_exception_handler(TooManyCalls, self._too_many)
        self.add_exception_handler(RequestDataTooBig, self._too_long)

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        patterns, app, namespace = super().urls
        for pattern in patterns:
            pattern.callback = self._told(pattern.callback)
        return patterns, app, namespace

    def refuse(self, request: HttpRequest, detail: str, status: int) -> HttpResponse:
        return self.create_response(request, {"detail": detail}, status=status)

    def _told(self, view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase = view(request, *args, **kwargs)
            if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                return response
            allowed = response["Allow"]
            refused = self.refuse(request, f"Cette adresse n’accepte que : {allowed}.", 405)
            refused["Allow"] = allowed
            return refused

        return answer

    def _too_many(self, request: HttpRequest, problem: Any) -> HttpResponse:
        response = self.refuse(request, str(problem), 429)
        response["Retry-After"] = str(RETRY_AFTER_S)
        return response

    def _too_long(self, request: HttpRequest, problem: Any) -> HttpResponse:
        return self.refuse(request, TOO_LONG, 413)
