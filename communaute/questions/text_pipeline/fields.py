"""How texts are received."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from .text import clean_newlines, has_words

NO_WORDS: Final = (
    "Nous n’y lisons pas de phrase. Écrivez avec des mots : des dessins, ou une lettre répétée, "
    "ne suffisent pas pour qu’on vous comprenne."
)


def check_words(text: str) -> None:
    """Raises ValidationError for a text that says nothing."""
    if not has_words(text):
        raise ValidationError(NO_WORDS, code="no_words")


class PostField(forms.CharField):
    """A long text; line ends count as one character, as in the counter of the browser."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_newlines(super().to_python(value) or "")
