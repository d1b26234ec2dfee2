"""Adding and removing what protects an account; each act is told by mail, in its transaction."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any, NamedTuple, cast

import qrcode
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from qrcode.image.svg import SvgPathFillImage

from ..errors import AlreadyActive, LastFactor, NothingToSpare
from ..models import User
from ..services import lock_accounts
from ..sessions.services import close_others
from .requirements import FACTORS, must_protect, proved_in, start_grace


class Added(NamedTuple):
    """A new factor, and whether spare codes were made with it."""

    factor: Authenticator
    codes_made: bool


@transaction.atomic
def add_application(*, actor: User, secret: str) -> Added:
    """Ask the codes of this application from now on.

    Raises AlreadyActive: two tabs, or two clicks.
    """
    lock_accounts(actor.pk)
    if Authenticator.objects.filter(user=actor, type=Authenticator.Type.TOTP).exists():
        raise AlreadyActive
    factor = _kind(Authenticator.Type.TOTP).activate(actor, secret).instance
    _tell(actor, "totp_activated")
    return Added(factor, _give_codes(actor))


@transaction.atomic
def add_key(*, actor: User, name: str, credential: dict[str, Any]) -> Added:
    """Keep a passkey that the browser has just made."""
    lock_accounts(actor.pk)
    factor = _kind(Authenticator.Type.WEBAUTHN).add(actor, name, credential).instance
    _tell(actor, "webauthn_added")
    return Added(factor, _give_codes(actor))


@transaction.atomic
def rename_key(*, key: Authenticator, name: str) -> Authenticator:
    """Give a passkey another name."""
    key.wrap().name = name
    key.save(update_fields=["data"])
    return key


@transaction.atomic
def remove(*, actor: User, factor: Authenticator) -> None:
    """Take a factor away; the spare codes go with the last one. Twice changes nothing.

    Raises LastFactor when a role of this person asks for one.
    """
    lock_accounts(actor.pk)
    mine = Authenticator.objects.filter(user=actor)
    factors = mine.filter(type__in=FACTORS)
    if not factors.filter(pk=factor.pk).exists():
        return
    if factors.count() == 1:
        if must_protect(actor):
            raise LastFactor
        mine.delete()
    else:
        factors.filter(pk=factor.pk).delete()
    is_key = factor.type == Authenticator.Type.WEBAUTHN
    _tell(actor, "webauthn_removed" if is_key else "totp_deactivated")


@transaction.atomic
def forget_all(*, user: User) -> bool:
    """Somebody has lost everything, and the team has made sure of them: nothing is asked any more,
    sessions are closed, and a role gives its days again. Returns whether there was anything.
    """
    lock_accounts(user.pk)
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    if deleted:
        User.objects.filter(pk=user.pk).update(second_factor_due=None)
        close_others(actor=user, kept="")
        _tell(user, "second_factor_forgotten")
    return bool(deleted)


@transaction.atomic
def renew_codes(*, actor: User) -> None:
    """Make new spare codes; the old ones open nothing any more. Raises NothingToSpare."""
    lock_accounts(actor.pk)
    mine = Authenticator.objects.filter(user=actor)
    if not mine.filter(type__in=FACTORS).exists():
        raise NothingToSpare
    mine.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    _kind(Authenticator.Type.RECOVERY_CODES).activate(actor)
    _tell(actor, "recovery_codes_generated")


@transaction.atomic
def begin_grace(request: HttpRequest, *, now: datetime) -> datetime | None:
    """Somebody has just signed in: give them time, once, when a role of theirs asks for a factor
    they do not have. Returns until when, the first time only.
    """
    return None if proved_in(request) else start_grace(user=cast(User, request.user), now=now)


def _kind(kind: Authenticator.Type) -> Any:
    """What django-allauth does with factors of this kind."""
    return Authenticator(type=kind).wrap()


def _give_codes(actor: User) -> bool:
    """The mail of the factor itself is enough."""
    has_some = Authenticator.objects.filter(user=actor, type=Authenticator.Type.RECOVERY_CODES)
    if has_some.exists():
        return False
    _kind(Authenticator.Type.RECOVERY_CODES).activate(actor)
    return True


def _tell(actor: User, what: str) -> None:
    get_adapter().send_notification_mail(f"mfa/email/{what}", actor)


@dataclass
class Protection:
    """The factors of one account, read in one query; `codes_left` is None without spare codes."""

    application: Authenticator | None = None
    keys: list[Authenticator] = field(default_factory=list)
    codes: Authenticator | None = None

    @property
    def is_on(self) -> bool:
        return bool(self.application or self.keys)

    @property
    def unused_codes(self) -> list[str]:
        return self.codes.wrap().get_unused_codes() if self.codes else []


def protection_of(user: User) -> Protection:
    """What is asked of this person beyond the password or the code by mail."""
    found = Protection()
    for factor in Authenticator.objects.filter(user=user).order_by("pk"):
        if factor.type == Authenticator.Type.WEBAUTHN:
            found.keys.append(factor)
        elif factor.type == Authenticator.Type.TOTP:
            found.application = factor
        else:
            found.codes = factor
    return found


def square_code(text: str) -> str:
    """The text as a square code: a `data:` address of an SVG image, which our policy allows."""
    out = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, box_size=12).save(out)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"


# How django-allauth's second factors behave here: French words, secrets encrypted in the base.


SERVICE = "ChauffageUrbain"


def _cipher() -> MultiFernet:
    """The keys are drawn from `SECRET_KEY`; those it replaced still read what they wrote."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second-factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, told in plain French."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": (
            "Ce code ne convient pas. Un code de l’application vaut trente secondes : vérifiez que "
            "votre téléphone est à l’heure. Un code de secours ne sert qu’une fois."
        ),
        "unverified_email": "Confirmez d’abord votre adresse électronique.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return SERVICE

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name to be told apart by, for who gives none."""
        mine = Authenticator.objects.filter(user_id=user.pk, type=type)
        known = {key.data.get("name") for key in mine}
        names = (f"Clé d’accès n° {number}" for number in count(1))
        return next(name for name in names if name not in known)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": SERVICE}
