"""Every input of the room: a date, then how it went; at `/compter-les-voix/`, totals of a
vote, read from the address: nothing of them is kept."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from socle.buildings import check_next_assembly, check_not_too_far
from socle.forms import DayInput, PlainForm, SharedForm, TypedIntegerField, check_not_too_old

from .enums import ADOPTED, DECIDED, Result
from .models import VOICES_MAX, Assemblee
from .numbers import NUMBERS
from .services import VOICES, version_of_next, version_of_result
from .vote_results import Article, Count, UnreadableVote, Vote, as_counted, count

NOT_ADOPTED = "Sans plus de voix pour que contre, rien n’est adopté. Vérifiez les nombres."
MORE_THAN_ALL = "Il y a plus de voix que n’en compte la copropriété. Vérifiez les trois nombres."

ODD_REJECTION = (
    "Vous avez écrit un rejet, avec plus de la moitié de toutes les voix pour : vérifiez, et "
    "corrigez si besoin."
)
ODD_ADOPTION = (
    "Vous avez écrit « adopté », sans plus de la moitié de toutes les voix pour : c’est possible à "
    "l’article 24. Si c’était au second vote, dites-le ; vérifiez, et corrigez si besoin."
)


class DateForm(SharedForm):
    """When the next assembly is held."""

    held_on = forms.DateField(
        label="Date de la prochaine assemblée générale",
        help_text="Pourquoi ? Pour vous rappeler à temps ce qu’il faut préparer.",
        error_messages={"required": "Donnez la date de l’assemblée."},
        validators=[check_next_assembly],
        widget=DayInput(),
    )

    def __init__(self, *args: Any, coming: Assemblee | None, **kwargs: Any) -> None:
        told = {"version": version_of_next(coming)}
        if coming is not None:
            told["held_on"] = coming.held_on  # type: ignore[assignment]
        super().__init__(*args, initial=told, **kwargs)


def _voices(label: str) -> TypedIntegerField:
    return TypedIntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=VOICES_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ResultForm(SharedForm):
    """How an assembly went: one answer; the rest is optional."""

    result = forms.ChoiceField(
        label="Qu’est-ce qui a été décidé du raccordement ?",
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    voices_for = _voices("Voix pour")
    voices_against = _voices("Voix contre")
    voices_total = _voices("Voix de toute la copropriété")
    may_be_counted = forms.BooleanField(
        label="J’accepte que ce vote compte dans les chiffres publics",
        help_text="Adopté ou rejeté, sans nom ni adresse, par multiples de cinq.",
        required=False,
    )

    def __init__(self, *args: Any, assemblee: Assemblee | None = None, **kwargs: Any) -> None:
        told = {}
        if assemblee is not None:
            names = ("result", "may_be_counted", *VOICES)
            told = {name: getattr(assemblee, name) for name in names}
            told["version"] = version_of_result(assemblee)
        super().__init__(*args, initial=told, **kwargs)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        given = [told.get(name) or 0 for name in ("voices_for", "voices_against")]
        total = told.get("voices_total")
        if total is not None and sum(given) > total:
            self.add_error("voices_total", MORE_THAN_ALL)
        if told.get("result") in ADOPTED and self._more_against:
            self.add_error("result", NOT_ADOPTED)
        return told

    @property
    def _more_against(self) -> bool:
        pour, contre = (self.cleaned_data.get(f"voices_{one}") for one in ("for", "against"))
        return pour is not None and contre is not None and pour <= contre

    @property
    def odd(self) -> str:
        """What is to be checked in what was kept: rejected with the majority of all the voices,
        which only a vote at two thirds may be, or adopted at once without it, which only article 24
        allows; empty else."""
        given, total = self.cleaned_data, self.cleaned_data.get("voices_total")
        pour = given.get("voices_for")
        if total is None or pour is None:
            return ""
        if given["result"] == Result.REJECTED and 2 * pour > total:
            return ODD_REJECTION
        return ODD_ADOPTION if given["result"] == Result.ADOPTED and 2 * pour <= total else ""

    def told(self) -> dict[str, Any]:
        """What services take, but the version; of a vote that was not held, no totals."""
        given = self.cleaned_data
        is_voted = given["result"] in DECIDED
        voices = {name: given[name] if is_voted else None for name in VOICES}
        kept = {"result": given["result"], "may_be_counted": given["may_be_counted"]}
        return kept | {"voices": voices}


class PastForm(ResultForm):
    """An assembly held before it was planned here: its day, then how it went."""

    held_on = forms.DateField(
        label="Quand s’est-elle tenue ?",
        error_messages={"required": "Donnez la date de l’assemblée."},
        widget=DayInput(),
    )
    field_order = ("held_on",)

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        today = timezone.localdate()
        if day > today:
            message = "Cette date est à venir : donnez-la comme prochaine assemblée."
            raise forms.ValidationError(message)
        if day.year < today.year - NUMBERS.past_years:
            raise forms.ValidationError("Cette date est trop ancienne. Vérifiez l’année.")
        return day


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


def _total(label: str, help_text: str = "", *, required: bool = False) -> TypedIntegerField:
    return TypedIntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_value=VOICES_MAX,
    )


class CountForm(PlainForm):
    """Totals of a vote; cleaned, `found` is what they give."""

    article = forms.ChoiceField(
        label="Que vote-t-on ?",
        choices=ARTICLES,
        initial=Article.WORKS,
        widget=forms.Select(attrs={"class": "fr-select"}),
    )
    voix = _total(
        "Voix de toute la copropriété",
        "Les tantièmes de tous, présents ou non. Si le règlement ne fait voter que les lots "
        "chauffés, les leurs.",
        required=True,
    )
    pour = _total("Voix pour", required=True)
    contre = _total(
        "Voix contre", "Ni les abstentions ni les absents. Nécessaires à l’article 24 seulement."
    )
    second_pour = _total("Au second vote, voix pour")
    second_contre = _total("Au second vote, voix contre")
    logements = _total("Nombre de logements", "Pour dire combien il en manque.")
    date = forms.DateField(
        label="Date de l’assemblée",
        help_text="Pour dire quand une autre peut être convoquée.",
        required=False,
        validators=[check_not_too_old, check_not_too_far],
        widget=DayInput(),
    )
    premier = _total(
        "Voix du plus gros copropriétaire",
        "S’il a plus de la moitié, comptez-les entières dans les voix pour ou contre : nous les "
        "ramenons à celles de tous les autres ensemble.",
    )
    correspondance = _total(
        "Voix pour, reçues par correspondance, si le texte a été modifié en séance",
        "Elles comptent alors comme absentes : ne modifiez pas le texte en séance.",
    )
    membres = _total("Nombre de copropriétaires", "Pour l’article 26.")
    membres_pour = _total("Copropriétaires pour")
    membres_presents = _total("Copropriétaires présents, représentés ou votant par correspondance")

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
        data = super().clean() or self.cleaned_data
        self.found: Count | None = None
        given = [data.get(name) is not None for name in ("second_pour", "second_contre")]
        if any(given) and not all(given):
            name = ("second_pour", "second_contre")[given.index(False)]
            self.add_error(name, "Pour et contre vont ensemble.")
        if self.errors:
            return data
        told = {there: data[name] for name, there in NAMES.items() if data[name] is not None}
        second = (data["second_pour"], data["second_contre"]) if all(given) else None
        typed = Vote(Article(data["article"]), **told, second=second)
        try:
            self.vote = as_counted(typed)
            self.found = count(self.vote)
        except UnreadableVote as error:
            self.add_error(FIELDS.get(error.field, "voix"), str(error))
        return data
