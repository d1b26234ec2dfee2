"""What every answer says to the browser, and what no page ever answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from config.policies import GROUP, REPORTS

GetResponse = Callable[[HttpRequest], HttpResponse]
# What a page answers: it is read, or sent a form. Interfaces for software and Wagtail's editor know
# other methods; never these, which give back what was sent, cookie included, or are of proxies.
OF_PAGES = ("GET", "HEAD", "POST")
KNOW_OTHERS = ("/api/", "/gestion/")
NEVER = frozenset(("TRACE", "TRACK", "CONNECT"))
REFUSED = "Cette adresse se lit (GET) ou reçoit un formulaire (POST), rien d’autre."
PLAIN = "text/plain; charset=utf-8"
# What none of our pages asks of a device; the clipboard takes the link of an answer.
UNUSED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer"),
    *("microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb"),
    "xr-spatial-tracking",
)
USED = (
    "clipboard-write",
    "fullscreen",
    "publickey-credentials-create",
    "publickey-credentials-get",
)
PERMISSIONS = ", ".join([*(f"{name}=()" for name in UNUSED), *(f"{name}=(self)" for name in USED)])
# A visitor who is told « too many » without a delay of its own waits so long, in seconds.
RETRY_AFTER_S = 60


def is_answered(request: HttpRequest) -> bool:
    """Whether something at this address may know this method."""
    knows_others = request.path.startswith(KNOW_OTHERS) and request.method not in NEVER
    return request.method in OF_PAGES or knows_others


class DefenceMiddleware:
    """First of all: static files and errors have these headers too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Images and style sheets are for everybody: mails read in a browser show them.
        self.open_prefixes = (settings.STATIC_URL, settings.MEDIA_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_answered(request):
            response = self.get_response(request)
        else:
            response = HttpResponseNotAllowed(OF_PAGES, REFUSED, content_type=PLAIN)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Reporting-Endpoints", f'{GROUP}="{REPORTS}"')
        is_open = request.path.startswith(self.open_prefixes)
        response.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_open else "same-origin"
        )
        if response.status_code == 429:
            response.setdefault("Retry-After", str(RETRY_AFTER_S))
        return response
