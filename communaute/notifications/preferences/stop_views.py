"""The page a mail leads to: one button stops this kind of mail, another one undoes it.

No session and no CSRF token: the address is signed, and mail servers post to it by themselves.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ..catalogue import DIGEST, Channel
from ..channels import ways_for
from .forms import OneClickForm
from .stopping import Target, read_stop, read_undo, resume, undo_token
from .stopping import stop as stop_mails


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then stop; a GET writes nothing: antivirus programs follow links."""
    target = read_stop(token)
    if target is None:
        return _too_old(request)
    if request.method == "POST" and OneClickForm(request.POST).is_valid():
        before = stop_mails(target=target)
        undo = undo_token(target, before) if before is not Channel.NONE else ""
        return _page(request, target, "stopped", undo=undo)
    is_stopped = ways_for(target.kind, target.person).mail is Channel.NONE
    return _page(request, target, "already" if is_stopped else "ask", token=token)


@never_cache
@csrf_exempt
@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Give back what was just stopped."""
    target = read_undo(token)
    if target is None or not OneClickForm(request.POST).is_valid():
        return _too_old(request)
    resume(target=target)
    return _page(request, target, "resumed")


def _page(
    request: HttpRequest, target: Target, state: str, *, token: str = "", undo: str = ""
) -> HttpResponse:
    context = {
        "kind": target.kind,
        "is_digest": target.kind.key == DIGEST,
        "state": state,
        "token": token,
        "undo": undo,
    }
    return render(request, "notifications/stop.html", context)


def _too_old(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/stop_unknown.html", status=404)
