"""The sign-in form of the editors' admin (`WAGTAILADMIN_USER_LOGIN_FORM`)."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from socle.ratelimit import allow

# Attempts: by device, and by account whatever the device.
BY_DEVICE, BY_ACCOUNT = "10/m", "10/5m"


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
        return allow(self.request, action="cms_login", rate=BY_DEVICE) and allow(
            self.request, action="cms_login", rate=BY_ACCOUNT, key=email
        )
