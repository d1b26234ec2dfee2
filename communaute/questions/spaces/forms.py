from django import forms

from communaute.questions.numbers import DESCRIPTION_MAX
from communaute.questions.text_pipeline.fields import PostField
from socle.forms import PlainForm


class FindSpaceForm(forms.Form):
    """Words of a name, a commune or a postcode; what is not understood finds nothing."""

    q = forms.CharField(max_length=100, required=False)

    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")


class DescriptionForm(PlainForm):
    description = PostField(
        label="À quoi sert cet espace ?",
        max_length=DESCRIPTION_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Deux ou trois phrases : pour qui, quelles questions, ce qu’il faut savoir du réseau "
            f"ou du territoire. {DESCRIPTION_MAX} caractères au plus. Laissez vide pour la phrase "
            "habituelle."
        ),
    )
