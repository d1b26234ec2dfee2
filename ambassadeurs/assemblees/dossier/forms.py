"""The numbers of the papers: each is optional, a paper says what it lacks."""

from __future__ import annotations

from typing import Any

from django import forms

from ambassadeurs.coproprietes.versions import SharedForm
from socle.forms import (
    DayInput,
    PlainForm,
    TypedDecimalField,
    TypedIntegerField,
    check_not_too_old,
)

from ..models import Dossier
from .lots import SHARES_MAX, UnreadableLots, read_lots
from .numbers import LABELS, Numbers
from .services import version_of_dossier

MOST_EUROS, MOST_KW, MOST_PERCENT = 100_000_000, 50_000, 100


def _amount(help_text: str, most: int, *units: str) -> TypedDecimalField:
    return TypedDecimalField(
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=most,
        max_digits=12,
        decimal_places=2,
        units=("€", *units),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "fr-input"}),
    )


def _day() -> forms.DateField:
    return forms.DateField(required=False, widget=DayInput(), validators=[check_not_too_old])


def _words(help_text: str = "", most: int = 120) -> forms.CharField:
    return forms.CharField(
        help_text=help_text,
        required=False,
        max_length=most,
        widget=forms.TextInput(attrs={"class": "fr-input"}),
    )


class DossierForm(SharedForm):
    """Cleaned, what `services.save_numbers` takes."""

    operator = _words()
    offer_on = _day()
    works = _amount("€ TTC, aides non déduites.", MOST_EUROS)
    kw = _amount("En kW.", MOST_KW, "kW")
    r1 = _amount("€ HT par MWh.", 1000, "€/MWh")
    r2 = _amount("€ HT par kW et par an.", 1000, "€/kW")
    years = TypedIntegerField(
        help_text="En années.",
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "fr-input"}),
    )
    has_duty = forms.BooleanField(
        help_text="Les deux projets sont alors imprimés : le syndic choisit.", required=False
    )
    fund = _amount("En €. Zéro si rien n’y est pris.", MOST_EUROS)
    key = _words("Celle du règlement de copropriété : charges de chauffage, générales…")
    calls = _words("Par exemple : 1er juin et 1er septembre 2027.", 200)
    contract = _words("Son numéro et son titulaire, comme sur la facture.")
    contract_ends = _day()
    mandate_until = _day()
    mandate_max = _amount("En €.", MOST_EUROS)
    fees = _amount("En % du montant HT des travaux.", MOST_PERCENT, "%")
    fees_scale = _words("Par exemple : 2 % au-delà de 50 000 €.", 200)

    def __init__(
        self, *args: Any, numbers: Numbers, dossier: Dossier | None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {name: getattr(numbers, name) for name in LABELS}
        initial["version"] = version_of_dossier(dossier)
        super().__init__(*args, initial=initial, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = label


class LotsForm(PlainForm):
    """What is shared between the lots; nothing of it is kept."""

    works = _amount("€ TTC pour l’immeuble, aides déduites.", MOST_EUROS)
    key = _words("Celle que l’assemblée vote pour ces travaux : nous ne la devinons pas.")
    total = TypedIntegerField(
        label="Total des tantièmes de cette clé",
        min_value=1,
        max_value=SHARES_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "fr-input"}),
    )
    lots = forms.CharField(
        label="Un lot par ligne, avec ses tantièmes",
        help_text="« 12;83 ». Copiez deux colonnes d’un tableur, par exemple.",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "fr-input"}),
    )
    years = TypedIntegerField(
        label="Payer les travaux en combien d’années ?",
        min_value=1,
        max_value=30,
        initial=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "fr-input"}),
    )
    rate = _amount("En % par an, d’un emprunt. Zéro sans emprunt.", 20, "%")
    before = _amount("€ TTC pour l’immeuble, si vous la connaissez.", MOST_EUROS)
    after = _amount("€ TTC pour l’immeuble : « Combien paierions-nous ? » la donne.", MOST_EUROS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "works": "Travaux à payer",
            "key": "Clé de répartition",
            "rate": "Taux",
            "before": "Facture de chauffage d’un an, aujourd’hui",
            "after": "Facture de chauffage d’un an, raccordés",
        }
        for name, label in labels.items():
            self.fields[name].label = label
        for name in ("works", "key"):
            self.fields[name].required = True

    def clean_lots(self) -> list[Any]:
        try:
            return read_lots(self.cleaned_data["lots"])
        except UnreadableLots as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def gap(self) -> int:
        """Tantièmes of the key that the lots miss, of a valid form; negative, those too many."""
        found: int = self.cleaned_data["total"]
        return found - sum(lot.shares for lot in self.cleaned_data["lots"])
