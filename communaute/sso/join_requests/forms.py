"""What a lead answers."""

from django import forms

from socle.forms import PlainForm


class DecisionForm(PlainForm):
    """Accept or refuse."""

    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accepter", "Accepter"), ("refuser", "Refuser")],
        widget=forms.HiddenInput,
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == "accepter")
