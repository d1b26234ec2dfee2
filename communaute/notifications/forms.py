from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from socle.forms import PlainForm


class PageForm(forms.Form):
    """The page asked for; anything else than a positive number is page 1."""

    page = forms.IntegerField(min_value=1, required=False)

    def number(self) -> int:
        return (self.cleaned_data.get("page") or 1) if self.is_valid() else 1


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
