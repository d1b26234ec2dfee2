"""Reporting a text, and following one's report."""

import secrets
import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from socle.ratelimit import allow

from ..forms import ReportForm
from ..models import ModeratedContent, Notice
from ..numbers import NUMBERS
from ..perms import can_moderate, can_report
from ..registry import ModeratedType, by_key
from ..services import report as record_report
from ..services import standing_notice

VISITOR = "visitor_key"
TOO_MANY = (
    "Vous avez envoyé beaucoup de signalements aujourd’hui. Réessayez demain, ou écrivez-nous "
    "si c’est urgent."
)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Report one text, with or without an account."""
    kind, content = _reported(request, key, pk)
    earlier = standing_notice(
        actor=request.user, content=content, visitor_key=request.session.get(VISITOR, "")
    )
    if earlier is not None:
        return HttpResponseRedirect(f"{earlier.get_absolute_url()}?deja=1")
    posted = request.POST if request.method == "POST" else None
    form = ReportForm(posted, anonymous=not request.user.is_authenticated)
    status = 422 if form.errors else 200
    if form.is_valid():
        rate = f"{NUMBERS.reports_per_day}/d"
        if allow(request, action="moderation_report", rate=rate):
            return redirect(_record(request, form, kind, content))
        form.add_error(None, TOO_MANY)
        status = 429
    page = {"form": form, "kind": kind, "content": content, "text": kind.text(content)}
    return render(request, "moderation/report.html", page, status=status)


@require_safe
def notice(request: HttpRequest, puid: uuid.UUID) -> HttpResponse:
    """What became of a report: its address is known to its sender only."""
    found = get_object_or_404(Notice.objects.select_related("case"), puid=puid)
    decision = found.case.decisions.last()
    context = {
        "notice": found,
        "outcome": decision.kind if decision else "",
        "decision": decision,
        "already": request.GET.get("deja") == "1",
        "may_moderate": can_moderate(request.user, found.case),
    }
    return render(request, "moderation/notice.html", context)


def _reported(request: HttpRequest, key: str, pk: int) -> tuple[ModeratedType, ModeratedContent]:
    kind = by_key(key)
    if kind is None:
        raise Http404
    readable = kind.model._default_manager.visible_to(request.user).published()  # type: ignore[attr-defined]
    content = get_object_or_404(readable.select_related("author", *kind.related), pk=pk)
    if not can_report(request.user, content):
        message = "C’est votre texte : vous pouvez le modifier, pas le signaler."
        raise PermissionDenied(message)
    return kind, content


def _record(
    request: HttpRequest, form: ReportForm, kind: ModeratedType, content: ModeratedContent
) -> Notice:
    if not request.user.is_authenticated and VISITOR not in request.session:
        request.session[VISITOR] = secrets.token_hex(16)
    received, _ = record_report(
        actor=request.user,
        kind=kind,
        content=content,
        category=form.cleaned_data["category"],
        explanation=form.cleaned_data["explanation"],
        email=form.cleaned_data.get("email", ""),
        visitor_key=request.session.get(VISITOR, ""),
    )
    return received
