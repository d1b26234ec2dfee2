from django import forms


class PageForm(forms.Form):
    """The page asked for; anything else than a positive number is page 1."""

    page = forms.IntegerField(min_value=1, required=False)

    def number(self) -> int:
        return (self.cleaned_data.get("page") or 1) if self.is_valid() else 1
