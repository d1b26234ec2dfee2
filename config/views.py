"""Pages of the house itself: errors, health, and the mails of the demonstration."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from cms.removed_pages.selectors import is_gone
from cms.removed_pages.selectors import page_above as editors_page_above
from communaute.notifications import outbox, steps
from communaute.notifications.models import Notification
from communaute.notifications.outbox import pending
from config import mail
from config.health import states
from config.observability.request_ids import NONE, request_id
from socle.antispam import comes_from_elsewhere
from socle.errors import UNSHOWN_FIELDS, NoLonger, Refused, typed_texts
from socle.forms import PageForm

# A field of the page of a session that ended: who sends it again may still be signed out.
SENT_AGAIN = "envoye_de_nouveau"
NO_SUCH_ADDRESS = "Cette adresse n’existe pas : la documentation est à l’adresse /api/v1/."
# Mails that wait, on one page of the demonstration.
WAITING_SHOWN = 50


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part does its work, 503 as soon as one does not: see `config.health`."""
    parts = states()
    ok = all(part.ok for part in parts.values())
    body = {"etat": "en service" if ok else "en panne"} | {
        name: {"ok": part.ok, "detail": part.detail} for name, part in parts.items()
    }
    return JsonResponse(body, status=200 if ok else 503, json_dumps_params={"ensure_ascii": False})


@require_safe
def editors_sign_in(request: HttpRequest) -> HttpResponse:
    """In place of Wagtail's own sign-in page: it knows neither codes nor a second factor."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        # Signed in already, without the right: our page says so, no form would help.
        raise PermissionDenied
    asked = request.GET.get("next") or "/gestion/"
    return redirect(f"{reverse('account_login')}?{urlencode({'next': asked})}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent after the session ended: show what was typed, ready to be sent again.

    What another site sends is not: nobody typed it here, and a token would open a new session in
    place of the visitor's.
    """
    if comes_from_elsewhere(request):
        return forbidden(request, PermissionDenied())
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in UNSHOWN_FIELDS | {SENT_AGAIN}
        for value in values
    ]
    context = {
        "fields": fields,
        "texts": typed_texts(request),
        "has_files": bool(request.FILES),
        "path": request.get_full_path(),
        "sent_again": SENT_AGAIN,
    }
    return render(request, "403_csrf.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Rendered without a request: its host may be the very thing that is refused. What is too long
    to be read says so, with a status of its own."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the words of the service that refused, when there are any."""
    if isinstance(exception, NoLonger):
        return no_longer(request, exception)
    context: dict[str, Any] = {"told": _told_here(request)}
    if isinstance(exception, Refused):
        context = {"reason": str(exception)}
    return render(request, "403.html", context, status=403)


def no_longer(request: HttpRequest, exception: NoLonger) -> HttpResponse:
    """Where the person goes on, told what is the case; when something was typed, by a page that
    gives it back."""
    if typed_texts(request):
        context = {"reason": str(exception), "to": exception.to}
        return render(request, "409.html", context, status=409)
    messages.info(request, str(exception))
    return redirect(exception.to)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """« Introuvable », in JSON for software; or « retirée », for a page of editors that the
    public could read."""
    if is_gone(request.path):
        context = {"above": editors_page_above(request.path)}
        return render(request, "cms/removed_pages/gone.html", context, status=410)
    if request.path.startswith("/api/"):
        # Software asks, and is told as `socle.api` tells it the rest.
        return JsonResponse({"detail": NO_SUCH_ADDRESS}, status=404)
    return render(request, "404.html", {"told": _told_here(request)}, status=404)


def _told_here(request: HttpRequest) -> Notification | None:
    """The last line of one's notifications that leads to this page: what it told is no longer so,
    or is not for this person any more."""
    if request.method not in ("GET", "HEAD"):
        return None
    user = getattr(request, "user", None)
    lines = Notification.objects.visible_to(user).leading_to(request.path)
    return lines.order_by("-created_at").first()


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The address of a form, opened as a page: after a sign-in, or from the address bar; or a page
    that is only read, sent a form."""
    above = request.path if "GET" in response["Allow"] else page_above(request.path)
    page = render(request, "405.html", {"above": above}, status=405)
    page["Allow"] = response["Allow"]
    return page


def page_above(path: str) -> str:
    """The nearest address above this one that is a page of the rooms; the home page at last."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            if resolve(path).url_name != "wagtail_serve":
                return path
        except Resolver404:
            continue
    return path


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without a request: neither session, user nor database may be at hand."""
    reference = "" if request_id() == NONE else request_id()
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def _demo_mails() -> list[mail.StoredMail]:
    place = mail.folder()
    if not settings.DEBUG or place is None:
        raise Http404
    return mail.stored_mails(place)


@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """What left, and what waits and why."""
    now = timezone.now()
    page = Paginator(pending.to_leave(now), WAITING_SHOWN).get_page(PageForm(request.GET).number())
    context = {
        "mails": _demo_mails(),
        "page_obj": page,
        "waiting": pending.described(page, now, steps.due(now)),
    }
    return render(request, "config/mails.html", context)


@require_POST
def demo_mails_now(request: HttpRequest) -> HttpResponse:
    """Have what waits leave at once."""
    _demo_mails()
    outbox.drain(limit=pending.let_go())
    said = (
        "Ce qui attendait est parti, sauf les résumés, qui ont leur heure, et ce qui peut encore "
        "être annulé : lisez ci-dessous."
    )
    messages.success(request, said)
    return redirect("demo_mails")


def _demo_mail(name: str) -> mail.StoredMail:
    for stored in _demo_mails():
        if stored.name == name:
            return stored
    raise Http404


@require_safe
@csp_override(settings.SECURE_CSP | {"frame-src": [CSP.SELF]})
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "config/mail.html", {"mail": _demo_mail(name)})


@require_safe
@csp_override(mail.HTML_POLICY)
def demo_mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, as mail programs show it: no script, nothing fetched."""
    response = HttpResponse(_demo_mail(name).html)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
