from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from socle.forms import PlainForm


class ThreadForm(PlainForm):
    """Which thread was read, where to go back to, and whether the page says it by itself."""

    fil = forms.CharField(label="Fil", max_length=160)
    suite = forms.CharField(label="Suite", max_length=300, required=False)
    seul = forms.BooleanField(label="Sans réponse", required=False)

    def next_path(self) -> str:
        """A path of this site, or ""."""
        path = self.cleaned_data["suite"]
        is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
        return path if is_ours else ""
