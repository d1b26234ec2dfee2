"""The page that asks whether one accepts the rules, on one's way after signing in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from communaute.comptes.models import User

from ..models import Consent
from .forms import FollowingPageForm, RulesForm
from .perms import answer_until, asked_versions, unanswered_versions, why_not
from .services import RulesMoved, answer_rules

ACCEPTED = "Merci, votre accord est enregistré."
REFUSED = (
    "C’est noté. Vous pouvez lire tout le site et recevoir une copie de vos données. Pour "
    "écrire de nouveau, changez d’avis dans « Mon compte », « Nos règles »."
)


def detour(request: HttpRequest, url: str) -> str:
    """Where to go first after signing in, before `url`: the rules to answer to, else nowhere."""
    if not unanswered_versions(request.user):
        return ""
    return f"{reverse('terms:rules')}?{urlencode({'next': url})}"


@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """What changed, and the answer; then the page that was asked for."""
    user = request.user
    if request.method != "POST":
        following = FollowingPageForm(request.GET)
        asked_for = following.cleaned_data["next"] if following.is_valid() else ""
        return _page(request, user, asked_for)
    form = RulesForm(request.POST)
    if not asked_versions(user):
        # Nothing is asked of this person: there is nothing to correct either.
        return redirect(_safe(request, request.POST.get("suite", "")))
    if not form.is_valid():
        return _page(request, user, form.data.get("suite", ""), form, status=422)
    try:
        answer_rules(actor=user, accepted=form.accepted, seen=form.cleaned_data["vues"])
    except RulesMoved as error:
        messages.warning(request, str(error))
        return _page(request, user, form.cleaned_data["suite"], status=409)
    messages.success(request, ACCEPTED if form.accepted else REFUSED)
    return redirect(_safe(request, form.cleaned_data["suite"]))


def _page(
    request: HttpRequest,
    user: User,
    asked_for: str,
    form: RulesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked, waiting = asked_versions(user), unanswered_versions(user)
    initial = {"vues": RulesForm.seen(asked), "suite": asked_for}
    answers = Consent.objects.filter(user=user).select_related("version")
    context = {
        "form": form or RulesForm(initial=initial),
        "asked": asked,
        "waiting": waiting,
        "until": answer_until(user),
        "why_not": why_not(user),
        "answers": answers.defer("version__body", "version__rules"),
    }
    return render(request, "cms/terms_acceptance/rules.html", context, status=status)


def _safe(request: HttpRequest, url: str) -> str:
    """A page of ours, or the account."""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if url and is_ours else reverse("comptes:home")
