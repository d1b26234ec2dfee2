"""From an identity that no account has to an account: an address confirmed, a name chosen."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string

from communaute.comptes.errors import AccountExists
from communaute.comptes.login.allauth_internals import record_authentication
from communaute.comptes.models import User
from communaute.notifications.services import tell

from . import services
from .errors import Failure, FederationError, IdentityAnswered, OtherIdentity, failure_page
from .identity import Pending, forget_pending, pending_of, remember_signed_in
from .identity_providers import Way
from .join_requests import ask_other_identity, propose, record_second_factor
from .models import RequestState
from .views import AddressCodeForm, AddressForm, NameForm, with_way

Handler = Callable[[HttpRequest, Way, Pending], HttpResponse]
OVER = "Cette tentative n’est plus valable : rien n’a été fait. Recommencez depuis le début."


def step(view: Handler) -> Callable[..., HttpResponse]:
    """A page of the path, GET or POST, given what waits; without it, one signs in first, and who
    had sent something is told why."""

    @with_way
    @wraps(view)
    def found(request: HttpRequest, way: Way) -> HttpResponse:
        pending = pending_of(request, way.key)
        if pending is None or request.user.is_authenticated:
            if request.method == "POST" and request.user.is_anonymous:
                messages.error(request, OVER)
            forget_pending(request)
            return redirect(settings.LOGIN_URL)
        return view(request, way, pending)

    return found


@step
def address(request: HttpRequest, way: Way, pending: Pending) -> HttpResponse:
    """Which address is to be confirmed: the provider's, or another."""
    posted = request.POST if request.method == "POST" else None
    form = AddressForm(posted, initial={"email": pending.email})
    if form.is_valid():
        email = form.cleaned_data["email"]
        if too_many := ratelimit.consume_or_429(request, action="federation_code", key=email):
            return too_many
        _send_code(request, way, pending, email)
        return redirect("sso:code", way.key)
    return _page(request, "address", way, pending, form)


@step
def code(request: HttpRequest, way: Way, pending: Pending) -> HttpResponse:
    """The code received; then the account of that address, or a name for a new one."""
    if not pending.code:
        return redirect("sso:address", way.key)
    posted = request.POST if request.method == "POST" else None
    form = AddressCodeForm(posted, code=pending.code)
    if form.is_valid():
        return _confirmed(request, way, pending)
    if posted is not None:
        pending.tries += 1
        pending.keep(request)
        if pending.tries >= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS:
            forget_pending(request)
            return failure_page(request, way, Failure.EXPIRED)
    return _page(request, "code", way, pending, form)


@step
def name(request: HttpRequest, way: Way, pending: Pending) -> HttpResponse:
    """The name others will see: with it the account is made."""
    if not pending.is_confirmed:
        return redirect("sso:address", way.key)
    form = NameForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "name", way, pending, form)
    try:
        user = services.open_account(
            way=way,
            identity=pending.identity,
            email=pending.email,
            display_name=form.cleaned_data["display_name"],
        )
    except (AccountExists, FederationError) as error:
        forget_pending(request)
        return failure_page(request, way, Failure.OTHER_ACCOUNT, detail=str(error))
    return _sign_in(request, way, pending, user)


def _page(
    request: HttpRequest, which: str, way: Way, pending: Pending, form: object
) -> HttpResponse:
    context = {"way": way, "email": pending.email, "form": form}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, f"sso/{which}.html", context, status=status)


def _send_code(request: HttpRequest, way: Way, pending: Pending, email: str) -> None:
    """Write the code to that address; the same words whether it has an account or not."""
    pending.email = email
    pending.code = get_account_adapter().generate_login_code()
    pending.tries = 0
    pending.keep(request)
    life = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    tell(
        "sso.code",
        to=email,
        key=f"sso.code:{get_random_string(32)}",
        context={"code": pending.code, "minutes": life // 60, "name": way.name},
        expires_at=timezone.now() + timedelta(seconds=life),
    )


def _confirmed(request: HttpRequest, way: Way, pending: Pending) -> HttpResponse:
    user = User.objects.filter(email__iexact=pending.email).first()
    if user is None:
        pending.is_confirmed, pending.code = True, ""
        pending.keep(request)
        return redirect("sso:name", way.key)
    try:
        services.trust_address(actor=user, email=pending.email)
        services.link(actor=user, way=way, identity=pending.identity)
    except OtherIdentity as error:
        forget_pending(request)
        asked = ask_other_identity(actor=user, way=way, uid=pending.identity.uid)
        if asked.state != RequestState.WAITING:
            said = str(IdentityAnswered(way.name))
            return failure_page(request, way, Failure.OTHER_ACCOUNT, detail=said)
        return failure_page(request, way, Failure.OTHER_IDENTITY, detail=str(error))
    except FederationError as error:
        forget_pending(request)
        return failure_page(request, way, Failure.OTHER_ACCOUNT, detail=str(error))
    messages.success(request, f"C’est fait : {way.name} ouvre maintenant votre compte.")
    return _sign_in(request, way, pending, user)


def _sign_in(request: HttpRequest, way: Way, pending: Pending, user: User) -> HttpResponse:
    forget_pending(request)
    remember_signed_in(request, pending.identity)
    propose(request, user, way, pending.identity)
    record_authentication(
        request, user, "socialaccount", provider=way.key, uid=pending.identity.uid
    )
    record_second_factor(request, user, pending.identity)
    return perform_login(request, user, redirect_url=pending.next_url or None)
