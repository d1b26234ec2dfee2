from django import forms

from communaute.questions.text_pipeline.fields import PostField
from socle.forms import PlainForm

SUMMARY_MAX = 2_000


class ReadForm(forms.Form):
    """Up to when one read; nothing: up to now."""

    jusqua = forms.DateTimeField(required=False)


class SinceForm(forms.Form):
    """Since when one wants to know what was written."""

    depuis = forms.DateTimeField()


class SummaryForm(PlainForm):
    body = PostField(
        label="Résumé de la discussion",
        max_length=SUMMARY_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "Ce qu’il faut retenir, en quelques phrases : qui a répondu quoi, ce qui fait accord, "
            "ce qui reste ouvert. Laissez vide pour retirer le résumé."
        ),
    )
