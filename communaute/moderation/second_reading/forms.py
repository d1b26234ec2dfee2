"""What a second reader says."""

from datetime import datetime
from typing import Any

from django import forms

from communaute.moderation.reasons import resolve, rule_choices
from socle.forms import PlainForm
from socle.numbers import quantity

from ..enums import Verdict
from ..numbers import READING_NUMBERS

NOTE_MAX = quantity(READING_NUMBERS.note_max, "caractère")


class ReadingForm(PlainForm):
    """What one would have done, and under which rule."""

    verdict = forms.ChoiceField(
        label="Qu’auriez-vous fait de ce texte ?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous auriez fait."},
    )
    rule = forms.ChoiceField(
        label="Sous quelle règle ?",
        required=False,
        help_text="Seulement si vous ne l’auriez pas laissé en ligne.",
    )
    note = forms.CharField(
        label="Une remarque",
        required=False,
        max_length=READING_NUMBERS.note_max,
        help_text=f"Ce qui vous a fait hésiter. {NOTE_MAX} au plus.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, on: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["rule"].choices = [("", "Choisissez…"), *rule_choices(on)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        code = data.get("rule", "")
        if data.get("verdict") == Verdict.RESTRICT and not code and "rule" not in self.errors:
            self.add_error("rule", "Choisissez la règle ou la loi que le texte ne respecte pas.")
        data["rule"] = resolve(code, self.on)[1] if code else ""
        return data
