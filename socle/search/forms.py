"""What people type in the search."""

from django import forms

from socle.forms import PlainForm

from .enums import Kind
from .numbers import NUMBERS


class SearchForm(PlainForm):
    """`q`: 2 to 200 characters; empty is not an error, it shows the page without results. A kind
    or a page that does not exist is left out."""

    q = forms.CharField(
        label="Votre recherche",
        required=False,
        min_length=NUMBERS.query_min,
        max_length=NUMBERS.query_max,
        error_messages={
            "min_length": "Écrivez au moins %(limit_value)s lettres.",
            "max_length": "Votre recherche est trop longue : %(limit_value)s caractères au plus. "
            "Quelques mots suffisent, par exemple « prix de la chaleur ».",
            "null_characters_not_allowed": "Un signe invisible s’est glissé dans votre recherche. "
            "Retapez-la.",
        },
    )
    nature = forms.CharField(required=False, max_length=20)
    page = forms.CharField(required=False, max_length=6)

    @property
    def kind(self) -> str:
        """The kind asked for, or "" for all."""
        asked = self.cleaned_data.get("nature", "")
        return asked if asked in Kind.values else ""

    @property
    def number(self) -> int:
        """The page asked for, from 1."""
        asked = self.cleaned_data.get("page", "")
        return int(asked) if asked.isascii() and asked.isdigit() else 1


class MissedForm(PlainForm):
    """A search that found nothing."""

    q = forms.CharField(label="Votre recherche", max_length=200)
