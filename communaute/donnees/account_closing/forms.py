"""What somebody chooses as they close their account."""

from typing import Any

from django import forms

from socle.forms import PlainForm

from ..enums import Texts
from ..numbers import NUMBERS


class LeavingForm(PlainForm):
    """What becomes of one’s texts, and that one is sure."""

    textes = forms.ChoiceField(
        label="Que faire de vos questions, réponses et commentaires ?",
        choices=Texts.choices,
        widget=forms.RadioSelect,
        initial=Texts.KEEP,
        error_messages={"required": "Choisissez ce que deviennent vos textes."},
    )
    relire = forms.CharField(
        label="Les textes à faire relire",
        help_text="Si vous choisissez de faire relire : leur titre, et ce qui vous gêne.",
        max_length=NUMBERS.review_max,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label="J’ai compris : passé ce délai, mon compte sera fermé pour toujours",
        error_messages={"required": "Cochez cette case pour fermer votre compte."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("textes") == Texts.REVIEW and not data.get("relire"):
            self.add_error("relire", "Dites quels textes faire relire.")
        return data
