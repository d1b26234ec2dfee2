"""What one has typed of a name."""

from django import forms


class NameForm(forms.Form):
    """The beginning of a name, after « @ »; nothing yet proposes everybody."""

    q = forms.CharField(max_length=60, required=False)
