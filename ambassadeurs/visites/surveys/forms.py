"""The three questions of a survey."""

from __future__ import annotations

from typing import Any

from django import forms

from socle.buildings import Stage
from socle.forms import PlainForm
from socle.numbers import quantity

from ..numbers import COMMENT_MAX

COMMENT_LENGTH = quantity(COMMENT_MAX, "caractère")
UNKNOWN = "inconnu"


_ASKERS_STAGE = "Où en êtes-vous de votre projet ?"


# The first two questions, by (who asked or visited, about a visit).
QUESTIONS = {
    (True, False): ("Cet échange vous a-t-il aidé ?", _ASKERS_STAGE),
    (True, True): ("Cette visite vous a-t-elle aidé ?", _ASKERS_STAGE),
    (False, False): (
        "Cet échange s’est-il bien passé ?",
        "À votre connaissance, où en est cette copropriété ?",
    ),
    (False, True): (
        "Cette visite s’est-elle bien passée ?",
        "À votre connaissance, où en sont vos visiteurs ?",
    ),
}


class SurveyForm(PlainForm):
    """Three questions; the words follow who answers, and about what."""

    helpful = forms.ChoiceField(
        choices=[("oui", "Oui"), ("non", "Non")],
        widget=forms.RadioSelect,
        error_messages={"required": "Répondez oui ou non."},
    )
    stage = forms.ChoiceField(
        choices=[*Stage.choices, (UNKNOWN, "Je ne sais pas, ou le projet s’arrête")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’étape la plus proche."},
    )
    comment = forms.CharField(
        label="Que faudrait-il améliorer ?",
        max_length=COMMENT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="N’écrivez ni nom, ni téléphone, ni adresse. Notre rapport public peut citer une "
        "de vos phrases, sans dire qui l’a écrite.",
        error_messages={"max_length": f"Votre texte est trop long : {COMMENT_LENGTH} au plus."},
    )

    def __init__(self, *args: Any, by_asker: bool, is_visit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["helpful"].label, self["stage"].label = QUESTIONS[by_asker, is_visit]
        if is_visit and not by_asker:
            self["stage"].help_text = "Plusieurs immeubles sont venus ? Choisissez le plus avancé."

    def answers(self) -> dict[str, Any]:
        """The keyword arguments of the service."""
        data = self.cleaned_data
        return {
            "helpful": data["helpful"] == "oui",
            "stage": data["stage"],
            "comment": data["comment"],
        }
