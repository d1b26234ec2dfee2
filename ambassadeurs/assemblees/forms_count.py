"""What is asked at `/compter-les-voix/`: totals only. Read from the address: nothing is kept."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from socle.forms import DayInput, PlainForm, TypedIntegerField

from .models import VOICES_MAX
from .voting import Article, Count, UnreadableVote, Vote, count

ARTICLES = [
    (Article.WORKS, "Article 25 f : travaux d’économie d’énergie, dont le raccordement"),
    (Article.ALL, "Article 25 : une autre décision"),
    (Article.SIMPLE, "Article 24 : étudier, mettre fin à un contrat"),
    (Article.DOUBLE, "Article 26 : disposer d’une partie commune"),
]
# In the address, and where each goes in a `Vote`.
NAMES = {
    "voix": "total",
    "pour": "favour",
    "contre": "against",
    "premier": "largest",
    "correspondance": "amended",
    "membres": "members",
    "membres_pour": "members_for",
    "membres_presents": "members_present",
}
FIELDS = {there: name for name, there in NAMES.items()} | {"second_favour": "second_pour"}
FIRST = ("article", "voix", "pour", "contre", "second_pour", "second_contre")


def _voices(label: str, help_text: str = "", *, required: bool = False) -> TypedIntegerField:
    return TypedIntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_value=VOICES_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "fr-input"}),
    )


class CountForm(PlainForm):
    """Totals of a vote; cleaned, `found` is what they give."""

    article = forms.ChoiceField(
        label="Que vote-t-on ?",
        choices=ARTICLES,
        initial=Article.WORKS,
        widget=forms.Select(attrs={"class": "fr-select"}),
    )
    voix = _voices(
        "Voix de toute la copropriété",
        "Les tantièmes de tous, présents ou non. Si le règlement ne fait voter que les lots "
        "chauffés, les leurs.",
        required=True,
    )
    pour = _voices("Voix pour", required=True)
    contre = _voices("Voix contre", "Ni les abstentions ni les absents.")
    second_pour = _voices("Au second vote, voix pour")
    second_contre = _voices("Au second vote, voix contre")
    logements = _voices("Nombre de logements", "Pour dire combien il en manque.")
    date = forms.DateField(
        label="Date de l’assemblée",
        help_text="Pour dire quand une autre peut être convoquée.",
        required=False,
        widget=DayInput(),
    )
    premier = _voices(
        "Voix du plus gros copropriétaire",
        "S’il a plus de la moitié, elles sont ramenées à celles de tous les autres ensemble.",
    )
    correspondance = _voices(
        "Voix pour, reçues par correspondance, si le texte a été modifié en séance",
        "Elles comptent alors comme absentes : ne modifiez pas le texte en séance.",
    )
    membres = _voices("Nombre de copropriétaires", "Pour l’article 26.")
    membres_pour = _voices("Copropriétaires pour")
    membres_presents = _voices("Copropriétaires présents, représentés ou votant par correspondance")

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked of every vote."""
        return [self[name] for name in FIRST]

    @property
    def others(self) -> list[forms.BoundField]:
        """What is asked in some cases."""
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def has_others(self) -> bool:
        return any(field.value() not in (None, "") for field in self.others)

    def clean(self) -> dict[str, Any]:
        data = cast("dict[str, Any]", super().clean() or self.cleaned_data)
        self.found: Count | None = None
        given = [data.get(name) is not None for name in ("second_pour", "second_contre")]
        if any(given) and not all(given):
            name = ("second_pour", "second_contre")[given.index(False)]
            self.add_error(name, "Pour et contre vont ensemble.")
        if self.errors:
            return data
        told = {there: data[name] for name, there in NAMES.items() if data[name] is not None}
        second = (data["second_pour"], data["second_contre"]) if all(given) else None
        self.vote = Vote(Article(data["article"]), **told, second=second)
        try:
            self.found = count(self.vote)
        except UnreadableVote as error:
            self.add_error(FIELDS.get(error.field, "voix"), str(error))
        return data
