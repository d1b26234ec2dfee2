"""The sign-in form of the editors' admin (`WAGTAILADMIN_USER_LOGIN_FORM`)."""

from typing import Any

from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

# Attempts: by device, and by account whatever the device.
RATES = {"login": "10/m/ip,10/5m/key"}


class LoginForm(WagtailLoginForm):
    """Wagtail's form, in French, and with a limit to the number of guesses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Mot de passe"

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username", "").lower()
        if email and self.request and not self._may_try(email):
            message = "Trop d’essais. Attendez cinq minutes, puis recommencez."
            raise ValidationError(message, code="too_many")
        return super().clean()

    def _may_try(self, email: str) -> bool:
        used = ratelimit.consume(self.request, app="cms", action="login", config=RATES, key=email)
        return used is not None
