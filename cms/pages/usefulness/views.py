"""What readers thought of a page: sent from its foot."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.querysets import visible_pages
from socle.antispam.same_site import comes_from_elsewhere
from socle.parameters import varies_with
from socle.ratelimit import allow

from ..forms.usefulness import UsefulnessForm
from ..numbers import NUMBERS
from .services import count_vote


# The page that asks is kept for everybody: it can hold no token.
@csrf_exempt
@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    """Count an answer, once a day and a reader for each page; then say thanks, in any case."""
    if comes_from_elsewhere(request):
        raise PermissionDenied
    form = UsefulnessForm(request.POST)
    if not form.is_valid():
        page = form.cleaned_data.get("page")
        context = {"form": form, "page": page}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "cms/pages/usefulness.html", context, status=status)
    page = form.cleaned_data["page"]
    if not form.is_from_a_robot and _may_count(request, page):
        is_useful = form.cleaned_data["utile"] == "oui"
        count_vote(page=page, is_useful=is_useful, text=form.cleaned_data["mot"])
    return redirect("cms_pages:vote_thanks", page.pk)


def _may_count(request: HttpRequest, page: Page) -> bool:
    """Whether this reader has not answered today, nor answered everywhere. Who they are is kept
    for a day, hashed under our key."""
    user = request.user
    who = f"u{user.pk}" if user.is_authenticated else get_adapter().get_client_ip(request)
    today = f"{timezone.localdate()}"
    said = salted_hmac("cms.pages.usefulness", f"{today}:{who}", algorithm="sha256")
    reader = said.hexdigest()
    rates = ((f"{reader}:{page.pk}", "1/d"), (reader, f"{NUMBERS.votes_a_day}/d"))
    return all(allow(request, action="useful", rate=rate, key=key) for key, rate in rates)


@varies_with()
@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(visible_pages(Page.objects.filter(pk=pk)))
    return render(request, "cms/pages/usefulness.html", {"page": page, "form": None})
