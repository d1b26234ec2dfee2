"""Nothing typed is lost: texts kept across sign-in, and when a session ended meanwhile.

A text sent by somebody signed out goes into their session, not on the site; they find it again
after signing in, and publish it themselves. That is why such a post needs no CSRF token.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from socle.antispam import comes_from_elsewhere
from socle.ratelimit import allow

QUESTION = "question_draft"
_ANSWER = "answer_draft_"
STALE = (
    "Votre session avait changé entre-temps. Votre texte est intact : relisez-le, puis publiez-le."
)
BUSY = "Trop d’envois à la suite. Votre texte est gardé ci-dessous : réessayez dans une heure."


def answer_key(pk: int) -> str:
    """Session key of the answer one is writing to a question; only the last one is kept."""
    return f"{_ANSWER}{pk}"


def answered_pk(key: str) -> int:
    """The question that a key of `answer_key` is about."""
    return int(key.removeprefix(_ANSWER))


def all_kept(request: HttpRequest) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every question and answer kept in the session, as (key, what was typed)."""
    for key in list(request.session.keys()):
        if key == QUESTION or key.startswith(_ANSWER):
            yield key, find(request, key)


def keeps_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the view itself answer a post whose form is too old, text in hand.

    The view finds `request.form_is_stale`: True when a signed-in person's token is wrong (it
    must then show the form again and store nothing). A post sent by another site is refused: it
    would put words in the visitor's session, in place of the one they have.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = None
        if request.method == "POST" and comes_from_elsewhere(request):
            raise PermissionDenied
        if request.method == "POST" and request.user.is_authenticated:
            check = CsrfViewMiddleware(lambda _: HttpResponse())
            check.process_request(request)
            refusal = check.process_view(request, view, args, kwargs)
        request.form_is_stale = refusal is not None  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return checked


def keep(request: HttpRequest, key: str, draft: dict[str, Any]) -> None:
    """Keep what was typed in the session."""
    request.session[key] = draft


def keep_and_sign_in(
    request: HttpRequest,
    form: Any,
    show: Callable[..., HttpResponse],
    *,
    key: str,
    said: str,
    then: str,
    action: str = "answer_draft",
) -> HttpResponse:
    """Keep what a visitor typed, and lead them to sign in, then back to `then`; `show(form)` again
    when too much was kept."""
    if not allow(request, action=action, rate="20/h"):
        form.add_error(None, BUSY)
        return show(form, status=429)
    keep(request, key, form.for_session())
    messages.info(request, said)
    return redirect_to_login(then)


def find(request: HttpRequest, key: str) -> dict[str, Any]:
    """What was kept, or nothing; stays until published."""
    draft = request.session.get(key)
    return draft if isinstance(draft, dict) else {}


def drop(request: HttpRequest, key: str) -> None:
    """Forget a text that is published."""
    request.session.pop(key, None)
