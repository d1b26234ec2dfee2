"""The mails of an account, by the outbox: allauth’s own, a new device, the last one, of closing."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.adapters import AccountAdapter
from communaute.comptes.models import User
from communaute.comptes.second_factor.services import begin_grace
from communaute.comptes.sessions.services import DEVICE, recognise

from .catalogue import Kind, Priority
from .enums import MailState
from .models import BouncingAddress, Mail, Notification
from .services import tell

WHOEVER_TYPED = "L’adresse tapée sur la page."
OWNER = "La personne dont c’est le compte."


def _code(name: str, label: str, when: str) -> Kind:
    return Kind(
        key=f"comptes.{name}",
        label=label,
        who=WHOEVER_TYPED,
        when=when,
        may_be_off=False,
        priority=Priority.CODE,
        on_site=False,
        keeps_address=False,
    )


def _security(name: str, label: str, when: str, who: str = OWNER) -> Kind:
    return Kind(
        key=f"comptes.{name}",
        label=label,
        who=who,
        when=when,
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    )


KINDS = (
    _code("login_code", "Code de connexion", "Dès qu’un code est demandé. Périme avec le code."),
    _code(
        "email_confirmation_signup",
        "Code pour créer son compte",
        "À l’inscription. Périme avec le code.",
    ),
    _code(
        "email_confirmation",
        "Code pour confirmer son adresse",
        "Au changement d’adresse, à la nouvelle. Périme avec le code.",
    ),
    _code(
        "password_reset_code",
        "Code pour un nouveau mot de passe",
        "Dès que « mot de passe oublié » est demandé. Périme avec le code.",
    ),
    _code(
        "confirm_code",
        "Code pour confirmer que c’est moi",
        "Avant ce qui touche à la sécurité du compte. Périme avec le code.",
    ),
    _code(
        "account_already_exists",
        "Vous avez déjà un compte",
        "À l’inscription ou au changement d’adresse, avec celle d’un autre compte. Périme comme un "
        "code.",
    ),
    _code(
        "unknown_account",
        "Aucun compte avec cette adresse",
        "Quand un code est demandé pour une adresse sans compte. Périme de même.",
    ),
    _security("password_changed", "Mot de passe changé", "Au changement de mot de passe."),
    _security("password_set", "Mot de passe choisi", "Au premier mot de passe d’un compte."),
    _security("password_reset", "Nouveau mot de passe", "Après « mot de passe oublié »."),
    _security(
        "email_changed",
        "Adresse changée",
        "Au changement d’adresse.",
        who="L’ancienne adresse du compte.",
    ),
    _security("email_deleted", "Adresse retirée", "Quand une adresse est retirée du compte."),
    _security(
        "totp_activated", "Application de codes ajoutée", "Quand un compte en demande les codes."
    ),
    _security(
        "totp_deactivated", "Application de codes retirée", "Quand ses codes ne servent plus."
    ),
    _security("webauthn_added", "Clé d’accès ajoutée", "Quand une clé d’accès ouvre le compte."),
    _security("webauthn_removed", "Clé d’accès retirée", "Quand elle n’ouvre plus le compte."),
    _security(
        "recovery_codes_generated",
        "Nouveaux codes de secours",
        "Quand les anciens codes de secours n’ouvrent plus rien.",
    ),
    _security(
        "second_factor_forgotten",
        "Secondes preuves retirées par l’équipe",
        "Quand une personne a tout perdu, et l’a prouvé à l’équipe.",
    ),
    _security(
        "new_device",
        "Nouvel appareil",
        "Quand le compte est ouvert avec un navigateur ou un système jamais vu.",
    ),
    _security(
        "second_factor_due",
        "Compte à protéger",
        "Quand quelqu’un commence à travailler pour une organisation, la rédaction ou l’équipe, "
        "sans seconde preuve.",
    ),
    Kind(
        key="comptes.account_closed",
        label="Compte fermé",
        who="L’ancienne adresse du compte.",
        when="Quand le compte est effacé.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
    ),
    _security(
        "other",
        "Sécurité du compte",
        "Pour un événement de sécurité dont les mots sont ceux de django-allauth.",
    ),
)


# What allauth gives that our words show: nothing else of its context is kept, even for a minute.
SHOWN = ("code", "timestamp", "from_email", "to_email", "deleted_email")
OTHER, ALREADY = "comptes.other", "comptes.account_already_exists"
# How long each mail, or the code in it, is worth something.
TIMEOUTS = {
    ALREADY: "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.unknown_account": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.login_code": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.confirm_code": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.email_confirmation": "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "comptes.email_confirmation_signup": "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "comptes.password_reset_code": "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT",
}
BUTTONS = {
    ALREADY: "account_login",
    "comptes.unknown_account": "account_signup",
}
_KEYS = {kind.key for kind in KINDS}


class MailingAccountAdapter(AccountAdapter):
    """Accounts by e-mail, whose mails are rows of the outbox, ahead of all others."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """As allauth does, without the address and the browser of the request: nothing shows them,
        and whoever writes for somebody else has none."""
        to = email or EmailAddress.objects.get_primary_email(user)
        if to:
            told = {"timestamp": timezone.now(), "user": user}
            self.send_mail(template_prefix, to, told | (context or {}))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail that the worker sends; the one of a code expires with the code."""
        kind = f"comptes.{template_prefix.rpartition('/')[2]}"
        account = context.get("user")
        if account is None or kind == "comptes.email_confirmation":
            owner = User.objects.filter(email__iexact=email).first()
            if account and owner and owner != account:
                # Its code would open nothing: the address of another account. The page says so.
                kind, context = ALREADY, {}
            account = owner or account
        if kind == "comptes.email_changed":
            # What the site says of the address they left is no longer theirs to mend.
            told = Notification.objects.filter(user=account, kind="notifications.mail_stopped")
            told.delete()
        shown = {name: context[name] for name in SHOWN if name in context} | {"email": email}
        if kind not in _KEYS:
            # A mail that we have no words for: allauth's own.
            message = self.render_mail(template_prefix, email, context | {"email": email})
            kind, shown = OTHER, {"subject": message.subject, "text": str(message.body)}
        expires_at = None
        if kind in TIMEOUTS:
            life = timedelta(seconds=getattr(settings, TIMEOUTS[kind]))
            expires_at = timezone.now() + life
            shown["minutes"] = int(life.total_seconds() // 60)
        tell(
            kind,
            to=email,
            account=account,
            key=f"{kind}:{secrets.token_hex(16)}",
            context=shown,
            url=reverse(BUTTONS[kind]) if kind in BUTTONS else "",
            expires_at=expires_at,
        )


def tell_new_device(request: HttpRequest) -> None:
    """By mail, when the account was known elsewhere only."""
    user, now = request.user, timezone.now()
    device = request.session[DEVICE]
    if recognise(user=user, device=device, now=now):
        tell(
            "comptes.new_device",
            to=user,
            key=f"comptes.new_device:{secrets.token_hex(16)}",
            url=reverse("mfa_index"),
            context={"timestamp": now, "device": device},
        )


def ask_protection(request: HttpRequest) -> None:
    """For who has a role that began unseen."""
    begin_grace(request, now=timezone.now())


def tell_protection_asked(user: User, until: datetime) -> None:
    """By mail too, when a first role asks for a second factor."""
    tell(
        "comptes.second_factor_due",
        to=user,
        key=f"comptes.second_factor_due:{user.pk}:{until:%Y%m%d%H%M}",
        url=reverse("mfa_index"),
        context={"until": until},
    )


FORMER = "Un ancien membre"
TITLE_MAX = Notification._meta.get_field("title").max_length


def confirm(person: User, now: datetime, why: str) -> None:
    """Tell the former address, and why (`comptes.enums.Closed`); forget whether it refused mails.
    What else waited to leave goes with the account."""
    BouncingAddress.objects.of(person.email).delete()
    tell(
        "comptes.account_closed",
        to=person.email,
        key=f"compte-ferme-{person.pk}",
        context={"name": person.display_name, "at": now, "because": str(why)},
    )


def forget_name(name: str, threads: Collection[str]) -> None:
    """Put « Un ancien membre » in place of a name, wherever it is a whole word, in what others were
    told in these threads, kept on the site or waiting to leave."""
    if not name:
        return
    word = re.escape(name)
    called = re.compile(rf"(?<!\w){word}(?!\w)|(?<=@)(?i:{word})(?!\w)")
    here = Q(title__icontains=name) | Q(body__icontains=name)
    for row in Notification.objects.filter(here, thread__in=threads):
        title, body = called.sub(FORMER, row.title)[:TITLE_MAX], called.sub(FORMER, row.body)
        Notification.objects.filter(pk=row.pk).update(title=title, body=body)
    waiting = [MailState.WAITING, MailState.HELD]
    for mail in Mail.objects.filter(thread__in=threads, state__in=waiting):
        context = _without(called, mail.context)
        if context != mail.context:
            Mail.objects.filter(pk=mail.pk).update(context=context)


def _without(called: re.Pattern[str], value: Any) -> Any:
    """What a mail will show, without the name."""
    if isinstance(value, str):
        return called.sub(FORMER, value)
    if isinstance(value, dict):
        return {key: _without(called, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(called, one) for one in value]
    return value
