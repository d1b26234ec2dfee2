"""Input of a retour d’expérience: the sheet, a photo, the review, the proof of a figure."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from socle.forms import PlainForm, SharedForm, TypedDecimalField, TypedIntegerField
from socle.uploads import CheckedFileField

from ..enums import FIGURE_UNITS, YEARLY, Again, FigureKey
from ..models import Copropriete, Figure, RetourExperience
from ..models.copropriete import QUOTE_MAX
from ..models.retour import QUESTIONS
from .plausibility import DoubtedFigure, unusual, unusual_of, wrong_year
from .services import STORY, TOLD, FigureInput, version_of_sheet

PHOTO_MAX_SIDE = 1600
FIGURE_YEAR_MIN = 1980
MONTHS_MAX = 240
# Years that a sheet keeps of one figure.
YEARS_MAX = 12
# Beyond these it is a slip of the hand; what is only unusual is asked again (`plausibility`).
_MAX_VALUES = {
    FigureKey.GAS_BEFORE: 100_000_000,
    FigureKey.FUEL_BEFORE: 10_000_000,
    FigureKey.KWH_BEFORE: 100_000_000,
    FigureKey.KWH_AFTER: 100_000_000,
    FigureKey.POWER: 50_000,
    FigureKey.NETWORK_PRICE: 1_000,
    FigureKey.WORKS_GROSS: 100_000,
    FigureKey.WORKS_NET: 100_000,
}
_MAX_COST = 20_000
WORKS = (FigureKey.WORKS_GROSS, FigureKey.WORKS_NET)
_HINTS = {
    "why": "La panne de trop, le prix, la fin d’un contrat, l’envie d’arrêter le fioul…",
    "convinced": "Qui hésitait, et ce qui l’a décidé.",
    "objection": "La phrase entendue en assemblée, et votre réponse.",
    "regrets": "Un retard, une panne, un prix qui monte… Une déception aide autant que le reste. "
    "Dites les faits, sans nommer une personne.",
    "differently": "Le conseil que vous auriez aimé recevoir.",
}


_FIGURE_LABELS = {
    FigureKey.GAS_BEFORE: "Gaz acheté avant, kWh PCS de la facture",
    FigureKey.FUEL_BEFORE: "Fioul acheté avant, litres",
    FigureKey.POWER: "Puissance souscrite au réseau, kW",
}
_FIGURE_HINTS = {
    FigureKey.GAS_BEFORE: "Recopiez les kWh de vos factures : ils sont en PCS (pouvoir calorifique "
    "supérieur). La page les montre tels quels ; seul le calcul du CO₂ évité les convertit.",
    FigureKey.POWER: "Elle est au contrat avec le réseau, et sur ses factures.",
}
# What the energy told before its unit was asked is.
GAS_BILL, NOT_KNOWN = "gaz", "autre"


class _Confirmations(forms.MultipleChoiceField):
    """Tokens of `plausibility.DoubtedFigure`: those of other figures confirm nothing."""

    def valid_value(self, value: str) -> bool:
        return True


class RetourForm(SharedForm):
    """The sheet. Everything is optional: a draft is kept as far as it goes.

    A yearly figure has a line for each year told, and one more to add a year.
    """

    def __init__(
        self,
        *args: Any,
        copropriete: Copropriete,
        retour: RetourExperience | None = None,
        **kwargs: Any,
    ) -> None:
        told = _told(retour)
        self.copropriete = copropriete
        # What is kept was confirmed already, when it had to be.
        kept = unusual_of(retour) if retour else []
        self.confirmed = {one.token for one in kept}
        self.questions: list[DoubtedFigure] = []
        initial = kwargs.pop("initial", {}) | (_initial(retour, told) if retour else {})
        initial["version"] = version_of_sheet(retour)
        super().__init__(*args, initial=initial, **kwargs)
        for name, (_, question) in QUESTIONS.items():
            self.fields[name] = forms.CharField(
                label=question,
                help_text=_HINTS[name],
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 5, "class": "fr-input"}),
            )
        self.fields["again"] = forms.ChoiceField(
            label="Referiez-vous ce choix ?",
            help_text="Une réponse franche, même « non », aide ceux qui hésitent.",
            choices=[("", "Je préfère ne pas dire"), *Again.choices],
            required=False,
            widget=forms.Select(attrs={"class": "fr-select"}),
        )
        self.fields["quote"] = forms.CharField(
            label="Votre phrase, pour ceux qui hésitent",
            help_text=f"Une phrase à vous, {QUOTE_MAX} caractères au plus. Elle peut paraître sur "
            "la page d’accueil et dans la liste des ambassadeurs.",
            required=False,
            max_length=QUOTE_MAX,
            widget=forms.Textarea(attrs={"rows": 2, "class": "fr-input"}),
        )
        self.fields["months_from_idea"] = TypedIntegerField(
            label="Combien de mois, de la première idée au premier jour de chaleur ?",
            required=False,
            min_value=1,
            max_value=MONTHS_MAX,
            widget=forms.TextInput(attrs={"class": "fr-input"}),
        )
        self._lines = {key: self._lines_of(key, len(told.get(key, ()))) for key in FigureKey}
        # Asked again of who told it; of nobody else.
        self._lines[FigureKey.KWH_BEFORE] = len(told.get(FigureKey.KWH_BEFORE, ()))
        for key, count in self._lines.items():
            for line in range(1, count + 1):
                self._add_line(key, line)
        if self._lines[FigureKey.KWH_BEFORE]:
            self.fields["kept_unit"] = forms.ChoiceField(
                label="L’énergie achetée avant que vous aviez écrite en kWh, d’où vient-elle ?",
                help_text="Nous ne l’avions pas demandé. Si c’était du fioul, effacez-la et "
                "écrivez les litres.",
                choices=[
                    (GAS_BILL, "Des factures de gaz : ce sont des kWh PCS"),
                    (NOT_KNOWN, "D’ailleurs, ou je ne sais pas : laisser « unité à préciser »"),
                ],
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["sure"] = _Confirmations(required=False, label="Chiffres à confirmer")

    def _lines_of(self, key: FigureKey, told: int) -> int:
        """How many years of a figure the form shows, or was sent."""
        more = told + 1 if told and key in YEARLY else told
        sent = 1
        while sent < YEARS_MAX and _value_name(key, sent + 1) in self.data:
            sent += 1
        return min(max(1, more, sent), YEARS_MAX)

    def _add_line(self, key: FigureKey, line: int) -> None:
        label = _FIGURE_LABELS.get(key, key.label)
        self.fields[_value_name(key, line)] = TypedDecimalField(
            label=label if line == 1 else f"{label} (autre année)",
            help_text=f"{FIGURE_UNITS[key]}. {_FIGURE_HINTS[key]}"
            if key in _FIGURE_HINTS and line == 1
            else FIGURE_UNITS[key],
            required=False,
            min_value=0,
            max_value=_MAX_VALUES.get(key, _MAX_COST),
            max_digits=12,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "fr-input"}),
            error_messages={
                "invalid": "Écrivez un nombre, par exemple 1250 ou 1250,50.",
                "min_value": "Écrivez un nombre positif.",
            },
        )
        self.fields[_year_name(key, line)] = TypedIntegerField(
            label="Année",
            help_text="Celle de ce chiffre",
            required=False,
            widget=forms.TextInput(attrs={"class": "fr-input"}),
        )

    @property
    def story_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in TOLD]

    @property
    def figure_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(value, year) of each figure, year by year."""
        return [(self[value], self[year]) for _, value, year in self._names()]

    def _names(self) -> Iterator[tuple[FigureKey, str, str]]:
        for key, count in self._lines.items():
            for line in range(1, count + 1):
                yield key, _value_name(key, line), _year_name(key, line)

    def _meant(self, key: FigureKey) -> FigureKey:
        """The key of what is told: energy of which the unit was just said is gas."""
        is_gas = self.cleaned_data.get("kept_unit") == GAS_BILL
        return FigureKey.GAS_BEFORE if is_gas and key == FigureKey.KWH_BEFORE else key

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kept = [data.get(value) for key, value, _ in self._names() if key == FigureKey.KWH_BEFORE]
        if any(kept) and not data.get("kept_unit"):
            self.add_error("kept_unit", "Dites d’où viennent ces kWh.")
        this_year = timezone.localdate().year
        seen: set[tuple[FigureKey, int]] = set()
        for key, value_name, year_name in self._names():
            value, year = data.get(value_name), data.get(year_name)
            if year is not None and not FIGURE_YEAR_MIN <= year <= this_year:
                self.add_error(
                    year_name, f"Écrivez une année entre {FIGURE_YEAR_MIN} et {this_year}."
                )
            elif value is not None and year is None and year_name not in self.errors:
                self.add_error(year_name, "De quelle année est ce chiffre ?")
            elif year is not None and value is None and value_name not in self.errors:
                self.add_error(value_name, "Écrivez le chiffre, ou effacez l’année.")
            elif year is not None and (self._meant(key), year) in seen:
                self.add_error(year_name, f"Vous avez déjà donné ce chiffre pour {year}.")
            elif year is not None:
                seen.add((self._meant(key), year))
                if wrong := wrong_year(key, year, self.copropriete.connected_year):
                    self.add_error(year_name, wrong)
        gross, net = (data.get(_value_name(key, 1)) for key in WORKS)
        if gross is not None and net is not None and net > gross:
            self.add_error(
                _value_name(FigureKey.WORKS_NET, 1),
                "Après les aides, le coût ne dépasse pas celui d’avant : vérifiez les deux.",
            )
        if not self.errors:
            self._ask_again()
        return data

    def _ask_again(self) -> None:
        """Unusual figures wait for a word of the person; what is told is not refused."""
        self.questions = unusual(self.figures, self.copropriete)
        self.confirmed |= set(self.cleaned_data["sure"])
        for question in self.questions:
            if question.token not in self.confirmed:
                self.add_error("sure", question.words)

    @property
    def story(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in STORY}

    @property
    def figures(self) -> dict[str, list[FigureInput]]:
        """Every year told, by key: what `save_draft` takes."""
        told: dict[str, list[FigureInput]] = {key.value: [] for key in FigureKey}
        for key, value_name, year_name in self._names():
            value = self.cleaned_data.get(value_name)
            if value is not None:
                told[self._meant(key).value].append((value, self.cleaned_data[year_name]))
        return told


def _value_name(key: str, line: int) -> str:
    return f"{key}_value" if line == 1 else f"{key}_{line}_value"


def _year_name(key: str, line: int) -> str:
    return f"{key}_year" if line == 1 else f"{key}_{line}_year"


def _told(retour: RetourExperience | None) -> dict[str, list[Figure]]:
    """The figures of each key, from the oldest year to the newest."""
    told: dict[str, list[Figure]] = {}
    for figure in sorted(retour.figures.all(), key=lambda one: one.year) if retour else ():
        told.setdefault(figure.key, []).append(figure)
    return told


def _initial(retour: RetourExperience, told: dict[str, list[Figure]]) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(retour, name) for name in TOLD}
    for key, figures in told.items():
        for line, figure in enumerate(figures, start=1):
            initial[_value_name(key, line)] = figure.value
            initial[_year_name(key, line)] = figure.year
    return initial


class PhotoForm(PlainForm):
    """One photo, and what it shows for those who do not see it."""

    image = CheckedFileField(
        label="Photo",
        help_text="JPEG, PNG ou WebP, 10 Mo au plus. Le lieu et la date cachés dans le fichier "
        "sont effacés. Évitez les visages et les plaques.",
        images_only=True,
        max_side=PHOTO_MAX_SIDE,
    )
    alt = forms.CharField(
        label="Ce que montre la photo",
        help_text="Pour les personnes qui ne la voient pas. Par exemple : la sous-station, deux "
        "tuyaux isolés et un compteur.",
        max_length=200,
        error_messages={"required": "Décrivez la photo en une phrase."},
    )


class ReviewForm(SharedForm):
    """Publish, or return with a note."""

    PUBLISH, RETURN = "publier", "rendre"
    decision = forms.ChoiceField(
        choices=[(PUBLISH, "Publier"), (RETURN, "Rendre")], widget=forms.HiddenInput
    )
    note = forms.CharField(
        label="Remarque, si vous le renvoyez",
        help_text="La personne la lit mot pour mot.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == self.RETURN and not data.get("note", "").strip():
            self.add_error("note", "Dites ce qui est à changer : la personne lira votre remarque.")
        return data

    @property
    def publishes(self) -> bool:
        return self.cleaned_data["decision"] == self.PUBLISH


class FigureProofForm(PlainForm):
    """The document that shows a figure."""

    figure = forms.ModelChoiceField(
        label="Chiffre montré", queryset=Figure.objects.none(), empty_label="Choisissez un chiffre"
    )
    document = CheckedFileField(
        label="Document",
        help_text="Facture, décompte de charges, contrat : PDF, JPEG, PNG ou WebP, 10 Mo au plus. "
        "Seuls ceux qui relisent le voient.",
    )

    def __init__(self, *args: Any, retour: RetourExperience | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["figure"]
        unchecked = Figure.objects.filter(retour=retour, verified_at__isnull=True)
        choice.queryset = unchecked.order_by("key", "year")
        choice.label_from_instance = lambda one: f"{one.get_key_display()}, {one.year}"  # type: ignore[method-assign]


class FigureCheckForm(SharedForm):
    """What the document shows, as the public will read it."""

    proof_kind = forms.CharField(
        max_length=100,
        error_messages={
            "required": "Dites quel document montre ce chiffre : facture, décompte de charges…",
            "max_length": "Dites-le en %(limit_value)d caractères au plus.",
        },
    )
