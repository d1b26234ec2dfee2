"""How texts are received."""

from typing import Any

from django import forms

from .text import clean_newlines


class PostField(forms.CharField):
    """A long text; line ends count as one character, as in the counter of the browser."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_newlines(super().to_python(value) or "")
