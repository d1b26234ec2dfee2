"""The mails of django-allauth leave through the outbox: no page ever waits for a mail server."""

import secrets
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.adapters import AccountAdapter
from communaute.comptes.models import User

from .account_kinds import KINDS
from .services import tell

# What allauth gives that our words show: nothing else of its context is kept, even for a minute.
SHOWN = ("code", "timestamp", "from_email", "to_email", "deleted_email")
# How long each mail, or the code in it, is worth something.
TIMEOUTS = {
    "comptes.account_already_exists": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.unknown_account": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.login_code": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.confirm_code": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "comptes.email_confirmation": "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "comptes.email_confirmation_signup": "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "comptes.password_reset_code": "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT",
}
BUTTONS = {
    "comptes.account_already_exists": "account_login",
    "comptes.unknown_account": "account_signup",
}
OTHER = "comptes.other"
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
            account=context.get("user") or User.objects.filter(email__iexact=email).first(),
            key=f"{kind}:{secrets.token_hex(16)}",
            context=shown,
            url=reverse(BUTTONS[kind]) if kind in BUTTONS else "",
            expires_at=expires_at,
        )
