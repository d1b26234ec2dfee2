"""Tags chosen on a form, and what editors type to keep them in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from taggit.models import Tag

from socle.forms import PlainForm

from ..numbers import NUMBERS
from .known import KnownTags


class TagsInput(forms.TextInput):
    """One line, tags separated by commas; several fields of this name (boxes) count as one."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        several = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ", ".join(str(one) for one in several if one)

    def format_value(self, value: Any) -> str | None:
        return ", ".join(value) if isinstance(value, list | tuple) else super().format_value(value)


class TagsField(forms.CharField):
    """Tags that exist; its clean value is the list of their names, each once."""

    widget = TagsInput

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        words = [" ".join(one.split()).lstrip("#") for one in text.replace(";", ",").split(",")]
        words = list(dict.fromkeys(word for word in words if word))
        longest = NUMBERS.tag_characters_max
        if any(len(word) > longest for word in words):
            message = f"Un mot-clé a {longest} caractères au plus. Séparez-les par des virgules."
            raise ValidationError(message, code="too_long")
        if not words:
            return []
        known = KnownTags.read()
        if errors := [_unknown(word, known) for word in words if not known.find(word)]:
            raise ValidationError(errors[: NUMBERS.tags_max])
        names = known.resolve(words)
        if len(names) > NUMBERS.tags_max:
            message = f"Choisissez {NUMBERS.tags_max} mots-clés au plus."
            raise ValidationError(message, code="too_many")
        return names


def _unknown(word: str, known: KnownTags) -> str:
    close = known.close_to(word)
    advice = f"Choisissez « {close[0]} », ou retirez-le." if close else "Retirez-le."
    return f"« {word} » n’est pas un mot-clé du site. {advice}"


class TagNameForm(PlainForm):
    """A new tag, or another word for one."""

    name = forms.CharField(
        label="Mot-clé",
        max_length=NUMBERS.tag_characters_max,
        error_messages={"required": "Écrivez un mot-clé."},
    )


class MergeForm(PlainForm):
    """The tag that takes the place of another."""

    target = forms.ModelChoiceField(
        Tag.objects.order_by("name"),
        label="Fusionner avec",
        error_messages={"required": "Choisissez le mot-clé qui reste."},
    )
