"""What people send from a page (`/contact/`, whether it was useful), and the `.ics` of an event."""

from datetime import UTC
from http import HTTPStatus
from urllib.parse import urlsplit

import wagtail.views
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.querysets import visible_pages
from socle.antispam import comes_from_elsewhere
from socle.parameters import varies_with
from socle.ratelimit import allow

from ..numbers import PAGE_NUMBERS
from .forms import ContactForm, UsefulnessForm
from .models import ContactPage, EventPage
from .services import count_vote, keep_words, receive_message

TOO_MANY = (
    "Vous avez déjà envoyé plusieurs messages. Renvoyez celui-ci plus tard : il reste écrit "
    "ci-dessous."
)


def _page() -> ContactPage | None:
    """There is one; editors may have changed its address."""
    return visible_pages(ContactPage.objects.all()).first()


# No token, hence no session opened for who only reads: the browser says where the form comes from.
@csrf_exempt
@varies_with()
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form, or put what is sent in the queue."""
    page = _page()
    is_read = request.method != "POST"
    if page is None or (is_read and page.slug != "contact"):
        return wagtail.views.serve(request, request.path.lstrip("/"))
    if is_read:
        return page.serve(request)
    if comes_from_elsewhere(request):
        raise PermissionDenied
    form = ContactForm(request.POST)
    if form.is_from_a_robot:
        return redirect("cms_pages:contact_sent")
    if not form.is_valid():
        return _again(request, page, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    rate = f"{PAGE_NUMBERS.messages_an_hour}/h,{PAGE_NUMBERS.messages_a_day}/d"
    if not allow(request, action="contact", rate=rate):
        form.add_error(None, TOO_MANY)
        return _again(request, page, form, HTTPStatus.TOO_MANY_REQUESTS)
    kept = {name: form.cleaned_data[name] for name in ("name", "email", "subject", "message")}
    receive_message(key=form.key, **kept)
    return redirect("cms_pages:contact_sent")


def _again(
    request: HttpRequest, page: ContactPage, form: ContactForm, status: HTTPStatus
) -> HttpResponse:
    context = page.get_context(request) | {"form": form.reopened()}
    response = render(request, page.template, context, status=status)
    add_never_cache_headers(response)
    return response


@varies_with()
@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    """The message is in the queue; when an answer comes."""
    page = _page()
    if page is None:
        raise Http404
    return render(request, "cms/pages/contact_sent.html", {"page": page})


@varies_with()
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(visible_pages(EventPage.objects.filter(pk=pk)))
    return calendar_response(event, online_url=event.public_online_url)


def calendar_response(event: EventPage, *, online_url: str) -> HttpResponse:
    """The file to download; `online_url` is what this reader may know."""
    return HttpResponse(
        calendar_file(event, online_url=online_url),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


def uid_of(event: EventPage) -> str:
    """The same in every file that holds the event."""
    return f"rendez-vous-{event.pk}@{urlsplit(settings.BASE_URL).hostname}"


def calendar_file(event: EventPage, *, online_url: str) -> bytes:
    # Read late: the library takes a tenth of a second, and few pages need it.
    import icalendar

    where = " – ".join(part for part in (event.place, online_url) if part)
    line = icalendar.Event()
    line.add("uid", uid_of(event))
    line.add("sequence", event.sequence)
    line.add("dtstamp", (event.last_published_at or event.starts_at).astimezone(UTC))
    line.add("dtstart", event.starts_at.astimezone(UTC))
    line.add("dtend", event.ends_at.astimezone(UTC))
    line.add("summary", event.title)
    line.add("description", event.introduction)
    line.add("location", where)
    line.add("url", f"{settings.BASE_URL}{event.url}")
    line.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    file = icalendar.Calendar()
    file.add("prodid", "-//ChauffageUrbain//Rendez-vous//FR")
    file.add("version", "2.0")
    # A calendar that holds it already takes it away (RFC 5546).
    file.add("method", "CANCEL" if event.is_cancelled else "PUBLISH")
    file.add_component(line)
    return file.to_ical()


# The page that asks is kept for everybody: it can hold no token.
@csrf_exempt
@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    """Count an answer, once a day and a reader for each page, and keep its words; then say thanks,
    in any case."""
    if comes_from_elsewhere(request):
        raise PermissionDenied
    form = UsefulnessForm(request.POST)
    if not form.is_valid():
        page = form.cleaned_data.get("page")
        context = {"form": form, "page": page}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "cms/pages/usefulness.html", context, status=status)
    page = form.cleaned_data["page"]
    if not form.is_from_a_robot:
        is_useful, words = form.cleaned_data["utile"] == "oui", form.cleaned_data["mot"]
        if _may_count(request, page):
            count_vote(page=page, is_useful=is_useful)
        # A word that follows the vote, or of another reader of the same house, is kept too.
        a_day = f"{PAGE_NUMBERS.votes_a_day}/d"
        if words and allow(request, action="useful_words", rate=a_day, key=_reader(request)):
            keep_words(page=page, is_useful=is_useful, text=words)
    return redirect("cms_pages:vote_thanks", page.pk)


def _may_count(request: HttpRequest, page: Page) -> bool:
    """Whether this reader has not answered today, nor answered everywhere."""
    reader = _reader(request)
    rates = ((f"{reader}:{page.pk}", "1/d"), (reader, f"{PAGE_NUMBERS.votes_a_day}/d"))
    return all(allow(request, action="useful", rate=rate, key=key) for key, rate in rates)


def _reader(request: HttpRequest) -> str:
    """Who reads, for today: kept for a day, hashed under our key."""
    user = request.user
    who = f"u{user.pk}" if user.is_authenticated else get_adapter().get_client_ip(request)
    today = f"{timezone.localdate()}"
    return salted_hmac("cms.pages.usefulness", f"{today}:{who}", algorithm="sha256").hexdigest()


@varies_with()
@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(visible_pages(Page.objects.filter(pk=pk)))
    return render(request, "cms/pages/usefulness.html", {"page": page, "form": None})
