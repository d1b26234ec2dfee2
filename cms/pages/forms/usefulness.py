"""« Cette page vous a-t-elle été utile ? », as it is sent."""

from django import forms
from wagtail.models import Page

from cms.querysets import visible_pages
from socle.antispam.forms import TrapForm

from ..numbers import NUMBERS


class UsefulnessForm(TrapForm):
    """`utile`: « oui » or « non », by the button that is pressed; `page`: the key of the page."""

    page = forms.ModelChoiceField(queryset=Page.objects.none(), widget=forms.HiddenInput)
    utile = forms.ChoiceField(
        label="Cette page vous a-t-elle été utile ?", choices=[("oui", "Oui"), ("non", "Non")]
    )
    mot = forms.CharField(
        label="Ce qui vous a manqué, ou aidé",
        help_text="N’écrivez ni nom, ni adresse, ni téléphone : personne ne pourra vous répondre. "
        "Notre rapport public peut citer une de vos phrases, sans dire qui l’a écrite.",
        required=False,
        max_length=NUMBERS.comment_max,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = visible_pages(Page.objects.all())  # type: ignore[attr-defined]
