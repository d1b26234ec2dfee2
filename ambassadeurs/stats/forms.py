"""The note of a period: what people said in it, quoted by an editor, never who said it."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.utils.text import Truncator

from ambassadeurs.visites.models import Survey
from cms.pages.models import PageComment
from communaute.moderation.prescreening.personal.finder import find, remove
from socle.concurrent_edits import SharedAdminForm

from .enums import Source

NONE = "Enregistrez d’abord la période : les commentaires reçus alors s’afficheront ici."
SOME = "Cochez ceux à citer, enregistrez, puis raccourcissez-les plus haut. Ni nom ni contact."
EMPTY = "Personne n’a laissé de commentaire dans cette période."


class ReportNoteForm(SharedAdminForm):
    """What is ticked becomes quoted sentences, which the editor then cuts."""

    comments = forms.MultipleChoiceField(
        label="Commentaires de la période",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["comments"]
        known = self.instance.pk is not None
        field.choices = choices(self.instance.first, self.instance.last) if known else []
        field.help_text = (SOME if field.choices else EMPTY) if known else NONE

    def save(self, commit: bool = True) -> Any:
        note = super().save(commit)
        quote(note=note, keys=self.cleaned_data["comments"], commit=commit)
        return note


COMMENTS_SHOWN = 100
VOICE_LENGTH = 300


def comments(first: date, last: date) -> Iterator[tuple[str, Source, str]]:
    """Key, source and text, the latest first, without telephones nor addresses. Two queries."""
    surveys = Survey.objects.filter(answered_at__date__range=(first, last)).exclude(comment="")
    told = surveys.order_by("-answered_at", "-pk").values_list("pk", "comment")
    for pk, text in told[:COMMENTS_SHOWN]:
        yield f"{Source.EXCHANGE}:{pk}", Source.EXCHANGE, _plain(text)
    pages = PageComment.objects.filter(day__range=(first, last)).order_by("-day", "-pk")
    for pk, text in pages.values_list("pk", "text")[:COMMENTS_SHOWN]:
        yield f"{Source.PAGE}:{pk}", Source.PAGE, _plain(text)


def choices(first: date, last: date) -> list[tuple[str, str]]:
    """For the form of a note."""
    return [(key, f"{text} ({source.label})") for key, source, text in comments(first, last)]


def quote(*, note: Any, keys: Collection[str], commit: bool = True) -> None:
    """Add these comments to the sentences of the note, once each; one erased since is left out."""
    if not keys:
        return
    voice = apps.get_model("stats", "Voice")
    known = {one.text for one in note.voices.all()}
    place = note.voices.count()
    for key, source, text in comments(note.first, note.last):
        short = Truncator(text).chars(VOICE_LENGTH)
        if key in keys and short not in known:
            known.add(short)
            note.voices.add(voice(text=short, source=source, sort_order=place))
            place += 1
    if commit:
        note.voices.commit()


def _plain(text: str) -> str:
    flat = " ".join(text.split())
    return remove(flat, find(flat))
