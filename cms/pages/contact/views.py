"""`/contact/`: the page, the form posted, and what follows."""

from http import HTTPStatus

import wagtail.views
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.querysets import visible_pages
from socle.antispam.same_site import comes_from_elsewhere
from socle.parameters import varies_with
from socle.ratelimit import allow

from ..forms.contact import ContactForm
from ..models import ContactPage
from ..numbers import NUMBERS
from .services import receive_message

TOO_MANY = (
    "Vous avez déjà envoyé plusieurs messages. Attendez une heure, puis renvoyez celui-ci : il "
    "reste écrit ci-dessous."
)


def _page() -> ContactPage | None:
    found: ContactPage | None = visible_pages(ContactPage.objects.filter(slug="contact")).first()
    return found


# No token, hence no session opened for who only reads: the browser says where the form comes from.
@csrf_exempt
@varies_with()
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form, or put what is sent in the queue."""
    page = _page()
    if page is None:
        return wagtail.views.serve(request, request.path.lstrip("/"))
    if request.method != "POST":
        return page.serve(request)
    if comes_from_elsewhere(request):
        raise PermissionDenied
    form = ContactForm(request.POST)
    if form.is_from_a_robot:
        return redirect("cms_pages:contact_sent")
    if not form.is_valid():
        return _again(request, page, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _may_send(request):
        form.add_error(None, TOO_MANY)
        return _again(request, page, form, HTTPStatus.TOO_MANY_REQUESTS)
    kept = {name: form.cleaned_data[name] for name in ("name", "email", "subject", "message")}
    receive_message(key=form.key, **kept)
    return redirect("cms_pages:contact_sent")


def _may_send(request: HttpRequest) -> bool:
    rates = (f"{NUMBERS.messages_an_hour}/h", f"{NUMBERS.messages_a_day}/d")
    return all(allow(request, action="contact", rate=rate) for rate in rates)


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
