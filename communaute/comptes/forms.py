"""Forms about accounts: django-allauth's, in our words and in the State's look."""

from typing import ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseConfirmCodeForm
from allauth.core import context
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse

from socle.forms import PlainForm, SharedForm
from socle.numbers import quantity

from .adapters import who_may_come_back
from .enums import MembershipRole
from .errors import InvalidDisplayName
from .login import limits
from .login.limits import create_as_for_somebody_new, look_as_for_nobody, may_guess
from .models import Membership, Organisation, User
from .numbers import NUMBERS
from .services import DISPLAY_NAME_MAX, clean_display_name, version_of_on_call

EMAIL = "Votre adresse électronique"
EMAIL_HELP = "Format attendu : nom@domaine.fr"
EMAIL_MAX = 254
EMAIL_TOO_LONG = f"Cette adresse est trop longue : {EMAIL_MAX} caractères au plus."
# What an empty field of these forms answers.
MISSING = {
    "code": "Tapez les six chiffres du code reçu par courriel.",
    "email": "Tapez votre adresse électronique.",
    "login": "Tapez votre adresse électronique.",
    "password": "Tapez votre mot de passe.",
    "oldpassword": "Tapez votre mot de passe actuel.",
    "password1": "Tapez votre nouveau mot de passe.",
    "password2": "Tapez votre nouveau mot de passe une seconde fois.",
}
HELP_TO_CHOOSE = (
    f"Au moins {quantity(NUMBERS.password_min, 'caractère')}. "
    "Trois mots sans rapport font un bon mot de passe."
)


class PlainWordsForm(forms.Form):
    """Gives the fields of an allauth form their French labels, and no placeholder; an address
    longer than its column is refused.
    """

    labels: ClassVar[dict[str, str]] = {}
    help_texts: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if name in self.labels:
                field.help_text = self.help_texts.get(name, "")
            if isinstance(field, forms.EmailField):
                # The library would cut it without a word, and write to a wrong address.
                field.validators.append(MaxLengthValidator(EMAIL_MAX, EMAIL_TOO_LONG))


class AccountForm(PlainForm, PlainWordsForm):
    """Plain words first: the look keeps the labels it finds when it dresses the fields."""


class DisplayNameField(forms.CharField):
    """The name others see -> cleaned text."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label="Le nom que les autres verront",
            help_text="Par exemple « Monique D. ». Votre nom de famille entier n’est pas utile.",
            max_length=DISPLAY_NAME_MAX,
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
            **kwargs,  # type: ignore[arg-type]
        )

    def clean(self, value: object) -> str:
        text = super().clean(value)
        try:
            return clean_display_name(text)
        except InvalidDisplayName as error:
            raise forms.ValidationError(str(error)) from error


class LoginForm(AccountForm, allauth_forms.LoginForm):
    labels = {"login": EMAIL, "password": "Votre mot de passe"}


class RequestLoginCodeForm(AccountForm, allauth_forms.RequestLoginCodeForm):
    """A code also goes to who may open their account again by signing in."""

    labels = {"email": EMAIL}
    help_texts = {"email": EMAIL_HELP}

    def clean_email(self) -> str:
        email = super().clean_email()
        if not limits.may_ask(context.request, "request_login_code", email):
            raise get_adapter().validation_error(limits.TOO_MANY)
        # Asked for every address: no reading more for those that nobody has.
        back = who_may_come_back(email)
        # Under its own name, where django-allauth's view reads whom to send the code to.
        self._user = self._user or back
        if self._user is not None:
            look_as_for_nobody(email)
        return email


class SignupForm(AccountForm, allauth_forms.SignupForm):
    """Two fields: a password is never asked here, and may be chosen later in the account."""

    labels = {"email": EMAIL}
    help_texts = {"email": f"{EMAIL_HELP}. Elle n’est jamais publiée."}

    display_name = DisplayNameField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            create_as_for_somebody_new(request, self)
        return super().try_save(request)


class CodeForm(AccountForm):
    expected_code: str | None
    labels = {"code": "Le code reçu par courriel"}
    help_texts = {"code": "Six chiffres, avec ou sans tiret"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}

    def clean_code(self) -> str:
        """Without a code sent (nobody has that address) there is nothing to guess."""
        if self.expected_code and not may_guess(self.expected_code):
            raise get_adapter().validation_error(limits.TOO_MANY)
        return super().clean_code()


class ConfirmLoginCodeForm(CodeForm, allauth_forms.ConfirmLoginCodeForm):
    """The code that signs in."""


class ConfirmEmailCodeForm(CodeForm, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ConfirmPasswordResetCodeForm(CodeForm, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""


class ResetPasswordForm(AccountForm, allauth_forms.ResetPasswordForm):
    """A code also goes to who may open their account again by signing in."""

    labels = {"email": EMAIL}
    help_texts = {"email": EMAIL_HELP}

    def clean_email(self) -> str:
        email = super().clean_email()
        if not limits.may_ask(context.request, "reset_password", email):
            raise get_adapter().validation_error(limits.TOO_MANY)
        # Asked for every address: no reading more for those that nobody has.
        if back := who_may_come_back(email):
            self.users = [back]
        if self.users:
            look_as_for_nobody(email)
        return email


class NewPasswordForm(AccountForm):
    labels = {
        "oldpassword": "Votre mot de passe actuel",
        "password1": "Votre nouveau mot de passe",
        "password2": "Le même, une seconde fois",
    }
    help_texts = {"password1": HELP_TO_CHOOSE}


class ResetPasswordKeyForm(NewPasswordForm, allauth_forms.ResetPasswordKeyForm):
    """A new password after a code."""


class ChangePasswordForm(NewPasswordForm, allauth_forms.ChangePasswordForm):
    """A new password, knowing the old one."""


class SetPasswordForm(NewPasswordForm, allauth_forms.SetPasswordForm):
    """A first password."""


class AddEmailForm(AccountForm, allauth_forms.AddEmailForm):
    labels = {"email": "Votre nouvelle adresse électronique"}
    help_texts = {"email": EMAIL_HELP}


class ReauthenticateForm(AccountForm, allauth_forms.ReauthenticateForm):
    labels = {"password": "Votre mot de passe"}


class ProfileForm(PlainForm):
    """The name others see."""

    display_name = DisplayNameField()

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, initial={"display_name": user.display_name}, **kwargs)


class RoleForm(PlainForm):
    """The role that a member is given."""

    role = forms.ChoiceField(label="Rôle", choices=MembershipRole.choices, widget=forms.HiddenInput)


class OnCallForm(SharedForm):
    """Whom an agency has told at night."""

    membre = forms.ModelChoiceField(
        label="Qui est d’astreinte la nuit ?",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Personne : l’équipe nationale est prévenue",
    )

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        rows = organisation.memberships.filter(user__is_active=True).select_related("user")
        on_call = organisation.on_call
        shown = {"membre": on_call, "version": version_of_on_call(on_call)}
        super().__init__(*args, initial=shown, **kwargs)  # type: ignore[arg-type]
        field = self.fields["membre"]
        field.queryset = rows.order_by("user__display_name", "pk")
        field.label_from_instance = lambda row: row.user.public_name


class OrganisationSearchForm(forms.Form):
    """Which organisations to list; what is not understood is left out."""

    q = forms.CharField(label="Nom de l’organisation", max_length=100, required=False)
    page = forms.IntegerField(min_value=1, required=False)

    def found(self) -> tuple[str, int]:
        self.is_valid()
        return self.cleaned_data.get("q") or "", self.cleaned_data.get("page") or 1


class ConfirmByMailForm(CodeForm, BaseConfirmCodeForm):
    """The code sent to the address of one's own account."""
