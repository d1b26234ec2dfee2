"""The page that says why one is not signed in, and which other ways are open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import Failure
from .ways import Way

# To give up is no error; what the rules refuse is a 409 as everywhere, a silent provider a 503.
STATUSES = {
    Failure.CANCELLED: 200,
    Failure.OTHER_IDENTITY: 200,
    Failure.DOWN: 503,
    Failure.OTHER_ACCOUNT: 409,
    Failure.OTHER_PERSON: 409,
}


def failure_page(
    request: HttpRequest, way: Way | None, failure: Failure, detail: str = ""
) -> HttpResponse:
    """400 for what is old or does not verify. `detail` is the sentence of a refusal."""
    context = {"way": way, "failure": failure.value, "detail": detail}
    return render(request, "sso/failed.html", context, status=STATUSES.get(failure, 400))
