"""What every act on a case asks first."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from .queue import require_queue

type View = Callable[..., HttpResponse]


def on_a_case(view: View) -> View:
    """A page on a case for somebody signed in; others come back to the case, not to the act."""

    @wraps(view)
    def checked(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("moderation:case", args=[pk]))
        return view(request, pk)

    return checked


def signed_in_post(view: View) -> View:
    """An act by POST, on no case in particular; others come back to the queue."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("moderation:queue"))
        require_queue(request.user)
        return view(request)

    return checked


def signed_in_act(view: View) -> View:
    """An act on a case, by POST."""
    return require_POST(on_a_case(view))


def sent_decision(request: HttpRequest) -> QueryDict:
    """What was sent; the buttons that are always in sight say the decision by themselves."""
    sent = request.POST.copy()
    if "rapide" in sent:
        sent["kind"] = sent["rapide"]
    return sent
