"""What is shared between the lots; nothing of it is kept."""

from typing import Any

from django import forms

from socle.forms import PlainForm

from .forms import MOST_EUROS, amount_field, whole_field
from .lots import LOTS_MAX, SHARES_MAX, Key, Lot, UnreadableLots, read_lots, removed_from

BANDS = ("T1", "T2", "T3", "T4", "T5")
KEYS = {Key.GENERAL: "Les charges générales", Key.HEATING: "Les charges de chauffage"}
TOTALS = {Key.GENERAL: "total_general", Key.HEATING: "total_heating"}
NO_HEATING = (
    "Une facture se partage par les tantièmes de chauffage : écrivez-les dans la seconde colonne, "
    "ou videz ce champ."
)


# Of each type: how many dwellings, then the tantièmes of one by each key.
COLUMNS = {
    "count": ("logements", LOTS_MAX),
    Key.GENERAL.value: ("tantièmes généraux d’un logement", SHARES_MAX),
    Key.HEATING.value: ("tantièmes de chauffage d’un logement", SHARES_MAX),
}
_ByType = type(
    "_ByType",
    (PlainForm,),
    {
        f"{band}_{column}": whole_field(f"{band}, {label}", most)
        for band in BANDS
        for column, (label, most) in COLUMNS.items()
    },
)


class LotsForm(_ByType):
    """Cleaned, `lots` are those of the key of the works, typed one by one or by types of dwelling;
    `gaps` what the totals miss."""

    works = amount_field("Travaux à payer", "€ TTC pour l’immeuble, aides déduites.", MOST_EUROS)
    key = forms.ChoiceField(
        label="Selon quelle clé l’assemblée partage-t-elle ces travaux ?",
        help_text=(
            "Nous ne la devinons pas : le règlement ou le syndic la dit. Une autre clé ? Prenez la "
            "première, et écrivez ses tantièmes à la place des généraux."
        ),
        choices=list(KEYS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la clé des travaux."},
    )
    total_general = whole_field("Total des tantièmes généraux", SHARES_MAX)
    total_heating = whole_field("Total des tantièmes de chauffage", SHARES_MAX)
    lots = forms.CharField(
        label="Un lot par ligne, avec ses tantièmes",
        help_text=(
            "« 12;83 », ou « 12;83;79 » avec les deux clés : les généraux, puis ceux de chauffage. "
            "Copiez les colonnes d’un tableur, par exemple."
        ),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    years = whole_field("Payer les travaux en combien d’années ?", 30)
    rate = amount_field("Taux", "En % par an, d’un emprunt. Zéro sans emprunt.", 20, "%")
    before = amount_field(
        "Facture de chauffage d’un an, aujourd’hui",
        "€ TTC pour l’immeuble, si vous la connaissez.",
        MOST_EUROS,
    )
    after = amount_field(
        "Facture de chauffage d’un an, raccordés",
        "€ TTC pour l’immeuble : consommation (R1) et abonnement (R2).",
        MOST_EUROS,
    )

    field_order = ("works", "key", "total_general", "total_heating", "lots")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["works"].required = self.fields["years"].required = True
        self.fields["years"].initial = 15

    @property
    def removed(self) -> int:
        """How many signs are left out of the names of lots; none of what separates columns."""
        return removed_from("".join((self["lots"].value() or "").split()))

    @property
    def bands(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Types of dwelling, with their number, and the tantièmes of each by both keys."""
        return [(one, [self[f"{one}_{what}"] for what in COLUMNS]) for one in BANDS]

    @property
    def has_bands(self) -> bool:
        """Whether something of the types was typed, or refused."""
        return any(field.value() or field.errors for _, row in self.bands for field in row)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        key = Key(found["key"]) if found.get("key") else None
        if found.get("lots") and self.has_bands:
            self.add_error("lots", "Écrivez les lots, ou les types de logement : pas les deux.")
        elif not (found.get("lots") or self.has_bands or "lots" in self.errors):
            self.add_error(
                "lots", "Écrivez une ligne par lot, ou remplissez les types de logement."
            )
        elif key is not None:
            found["lots"] = lots = self._by_type(key) if self.has_bands else self._one_by_one(key)
            if any(lot.heating is None for lot in lots):
                for name in ("before", "after"):
                    if name not in self.changed_data:
                        # Counted for them, not typed: without these tantièmes it is left out.
                        found[name] = None
                    elif found.get(name) is not None:
                        self.add_error(name, NO_HEATING)
        if key is not None and not found.get(TOTALS[key]) and TOTALS[key] not in self.errors:
            self.add_error(TOTALS[key], "Écrivez ce total : c’est la clé des travaux.")
        return found

    def _one_by_one(self, key: Key) -> list[Lot]:
        try:
            return read_lots(self.cleaned_data.get("lots", ""), key)
        except UnreadableLots as error:
            self.add_error("lots", str(error))
            return []

    def _by_type(self, key: Key) -> list[Lot]:
        lots = []
        for band in BANDS:
            told = {one: self.cleaned_data.get(f"{band}_{one}") for one in COLUMNS}
            if not any(told.values()):
                continue
            lacking = [f"{band}_{one}" for one in ("count", key.value) if not told[one]]
            for name in lacking:
                if name not in self.errors:
                    self.add_error(name, f"{band} : il manque ce nombre.")
            if not lacking:
                lots.append(Lot(band, told[key.value], told[Key.HEATING.value], told["count"]))
        if sum(lot.count for lot in lots) > LOTS_MAX:
            self.add_error("lots", f"{LOTS_MAX} logements au plus.")
        return lots

    @property
    def gaps(self) -> list[tuple[str, int]]:
        """Of a valid form, keys whose lots do not add up to their total, and by how many tantièmes;
        negative, those too many."""
        data = self.cleaned_data
        key, lots = Key(data["key"]), data["lots"]
        sums = {Key.HEATING: sum((lot.heating or 0) * lot.count for lot in lots)}
        sums[key] = sum(lot.shares * lot.count for lot in lots)
        return [
            (KEYS[one].lower(), data[TOTALS[one]] - found)
            for one, found in sums.items()
            if found and data[TOTALS[one]] and data[TOTALS[one]] != found
        ]
