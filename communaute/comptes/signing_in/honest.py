"""django-allauth's views, answering as the rest of the site does."""

from collections.abc import Callable
from contextlib import nullcontext

from django.db import transaction
from django.http import HttpRequest, HttpResponse


def honest(view: type, *, is_whole: bool = False) -> Callable[..., HttpResponse]:
    """The view, which answers 422 to an invalid form as the rest of the site does.

    `is_whole`: what a POST changes and the mail that tells it are written together, or not at all.
    Not for signing in, where the password would be computed with the database locked.
    """

    class Honest(view):  # type: ignore[misc, valid-type]
        def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            together = is_whole and request.method == "POST"
            with transaction.atomic() if together else nullcontext():
                return super().dispatch(request, *args, **kwargs)

        def form_invalid(self, form: object) -> HttpResponse:
            response = super().form_invalid(form)
            if response.status_code == 200:
                response.status_code = 422
            return response

    return Honest.as_view()
