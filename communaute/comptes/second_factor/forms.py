"""Forms of the second factor: django-allauth's, in our words."""

import re
from typing import ClassVar

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.core.cache import cache

from ..forms import AccountForm
from ..models import User
from .services import protection_of

KEY_NAME_MAX = 60
INCORRECT = "incorrect_code"
NOT_KNOWN = (
    "Cette clé d’accès ne convient pas : elle a été retirée, ou c’est celle d’un autre compte. "
    "Essayez-en une autre, ou un autre moyen."
)
NO_SUCH_CODE = "Ce code ne convient pas. Un code de secours ne sert qu’une fois."
NOT_READ = "La clé d’accès n’a pas pu être lue. Recommencez, ou entrez d’une autre façon."


class _SecondCode(AccountForm):
    labels: ClassVar[dict[str, str]] = {"code": "Votre code"}
    help_texts: ClassVar[dict[str, str]] = {
        "code": "Les six chiffres de votre application, ou un code de secours de huit chiffres"
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.error_messages["required"] = "Tapez le code de votre application, ou un de secours."
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}


class _OnceOnly(_SecondCode):
    """A code of the application is taken once, for as long as it could be: the library forgets it
    after one period, though `MFA_TOTP_TOLERANCE` takes it for three. Who has none is told of the
    spare codes alone."""

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        self.has_application = protection_of(user).application is not None
        if not self.has_application:
            self.help_texts = {  # type: ignore[misc]
                "code": "Un de vos codes de secours, de huit chiffres"
            }
        super().__init__(*args, user=user, **kwargs)
        if not self.has_application:
            self.fields["code"].error_messages["required"] = "Tapez un de vos codes de secours."

    def clean_code(self) -> str:
        try:
            code = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != INCORRECT or self.has_application:
                raise
            raise forms.ValidationError(NO_SUCH_CODE, code=INCORRECT) from error
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        # However it was typed, with a dash or a space.
        digits = re.sub(r"\D", "", code)
        key = f"second-factor:used:{self.authenticator.pk}:{digits}"
        if not cache.add(key, True, periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error(INCORRECT)
        return code


class CodeForm(_OnceOnly, base_forms.AuthenticateForm):
    """The code that ends a sign-in."""


class ConfirmCodeForm(_OnceOnly, base_forms.ReauthenticateForm):
    """The code asked again before a sensitive act."""


class ActivateForm(_SecondCode, totp_forms.ActivateTOTPForm):
    """The first code of an application: it proves that the key was copied."""

    help_texts: ClassVar[dict[str, str]] = {
        "code": "Six chiffres, que l’application change toutes les trente secondes"
    }


class _Key(AccountForm):
    """What the browser made of a passkey, as JSON: nobody types it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        field.error_messages |= {"required": NOT_READ, "invalid": NOT_READ}


class _KnownKey(_Key):
    """A passkey that was added before; the library has one message for keys and codes."""

    def clean_credential(self) -> object:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code == INCORRECT:
                raise forms.ValidationError(NOT_KNOWN, code=INCORRECT) from error
            raise


class KeyForm(_KnownKey, key_forms.AuthenticateWebAuthnForm):
    """The passkey that ends a sign-in."""


class SignInKeyForm(_KnownKey, key_forms.LoginWebAuthnForm):
    """The passkey that is a sign-in by itself."""


class ConfirmKeyForm(_KnownKey, key_forms.ReauthenticateWebAuthnForm):
    """The passkey asked again before a sensitive act."""


class KeyNameField(forms.CharField):
    """How a person tells their passkeys apart."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label="Le nom de cette clé",
            help_text="Par exemple « Mon téléphone » ou « Ordinateur du bureau »",
            max_length=KEY_NAME_MAX,
            **kwargs,  # type: ignore[arg-type]
        )


class AddKeyForm(_Key, key_forms.AddWebAuthnForm):
    """A new passkey, with the name it is given; each one signs in alone, nobody chooses that."""

    passwordless = None
    name = KeyNameField(required=False)


class RenameKeyForm(AccountForm):
    """Another name for a passkey."""

    name = KeyNameField(error_messages={"required": "Donnez un nom à cette clé."})
