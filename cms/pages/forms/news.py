"""Which page of the list of news is read."""

from django import forms


class NewsListForm(forms.Form):
    """`page`: its number; anything else is the first."""

    page = forms.IntegerField(min_value=1, required=False)

    def number(self) -> int:
        return (self.cleaned_data.get("page") or 1) if self.is_valid() else 1
