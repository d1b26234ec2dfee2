"""What a person tells of their building: each fact optional, each with its reason."""

from typing import Any

from django import forms

from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.reseaux.models import AddressTest
from communaute.comptes.errors import InvalidDisplayName
from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from communaute.comptes.models import User
from communaute.comptes.services import clean_display_name
from communaute.territoires.forms import CommuneField
from socle.buildings import (
    ConstructionPeriod,
    HeatingEnergy,
    HeatingMode,
    Stage,
    check_boiler_power,
    check_boiler_year,
    check_dwellings,
    check_lots,
    is_register_number,
)
from socle.forms import PlainForm, SharedForm, TypedIntegerField

from ..enums import HotWater
from ..models import Copropriete
from ..models.copropriete import is_nobodys, unnamed
from .services import version_of_building

NOBODYS = (
    "Ce nom n’est celui d’aucun immeuble : nous le donnons en attendant. Écrivez le sien, ou son "
    "adresse."
)
UNKNOWN = [("", "Je ne sais pas")]
WHO_READS_THE_ADDRESS = (
    "Elle n’est pas publique. Qui la lit ? Les personnes qui suivent cette copropriété ici avec "
    "vous, et l’exploitant ou l’agence à qui l’une d’elles choisit de l’envoyer."
)
WHOLE_NUMBER = "Écrivez un nombre entier, en chiffres."


def _whole(label: str, help_text: str, check: Any) -> TypedIntegerField:
    return TypedIntegerField(
        label=label,
        help_text=help_text,
        required=False,
        validators=[check],
        error_messages={"invalid": WHOLE_NUMBER},
        # A plain field: a wrong number stays as typed, and no wheel changes it.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _choice(label: str, help_text: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, required=False, choices=[*UNKNOWN, *choices]
    )


class BuildingForm(SharedForm):
    """Create or change one's building. `copropriete`: the one to change, `None` for a new one."""

    name = forms.CharField(
        label="Nom de la résidence",
        help_text="Comme on l’appelle chez vous. Par exemple : Les Tilleuls.",
        max_length=120,
        error_messages={"required": "Donnez un nom à votre copropriété : son adresse convient."},
    )
    address = forms.CharField(
        label="Numéro et rue",
        help_text=f"Pourquoi ? Pour mesurer la distance au réseau. {WHO_READS_THE_ADDRESS}",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    commune = CommuneField(label="Commune")
    quartier = forms.CharField(
        label="Quartier",
        help_text="Pourquoi ? Le public le lit à côté de la commune. Par exemple : Île Verte.",
        max_length=100,
        required=False,
    )
    register_number = forms.CharField(
        label="Numéro d’immatriculation",
        help_text="Pourquoi ? Pour ne pas confondre deux immeubles. Par exemple : AA1234567.",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lots = _whole(
        "Nombre de lots",
        "Pourquoi ? Pour vous proposer des copropriétés de votre taille.",
        check_lots,
    )
    dwellings = _whole(
        "Nombre de logements",
        "Pourquoi ? L’exploitant en déduit la chaleur à fournir.",
        check_dwellings,
    )
    period = _choice(
        "Période de construction",
        "Pourquoi ? Des immeubles du même âge ont souvent les mêmes travaux.",
        # « Non connue » is « Je ne sais pas » already.
        [one for one in ConstructionPeriod.choices if one[0] != ConstructionPeriod.NON_CONNUE],
    )
    heating_mode = _choice(
        "Votre chauffage",
        "Pourquoi ? Un chauffage collectif se raccorde plus simplement.",
        [
            (HeatingMode.COLLECTIF, "Collectif : une chaufferie pour l’immeuble"),
            (HeatingMode.INDIVIDUEL, "Individuel : chacun le sien"),
        ],
    )
    current_energy = _choice(
        "Énergie de chauffage",
        "Pourquoi ? Pour trouver qui a quitté la même énergie.",
        HeatingEnergy.choices,
    )
    hot_water = _choice(
        "Eau chaude",
        "Pourquoi ? Le réseau peut aussi la fournir.",
        HotWater.choices,
    )
    boiler_year = _whole(
        "Année de la chaudière",
        "Pourquoi ? Une chaudière à remplacer est le bon moment. Par exemple : 1998.",
        check_boiler_year,
    )
    boiler_power_kw = _whole(
        "Puissance de la chaudière (kW)",
        "Pourquoi ? Elle sert à l’étude. Elle est sur la plaque ou le contrat d’entretien.",
        check_boiler_power,
    )
    stage = _choice(
        "Où en est votre projet ?",
        "Pourquoi ? Pour vous montrer l’étape suivante.",
        Stage.choices,
    )
    syndic_name = forms.CharField(
        label="Syndic",
        help_text="Pourquoi ? Il signe le contrat. Le nom du cabinet suffit.",
        max_length=150,
        required=False,
    )

    groups = (
        ("Votre immeuble", ("name", "address", "commune", "quartier", "register_number")),
        ("Sa taille et son âge", ("lots", "dwellings", "period")),
        (
            "Son chauffage",
            ("heating_mode", "current_energy", "hot_water", "boiler_year", "boiler_power_kw"),
        ),
        ("Votre projet", ("stage", "syndic_name")),
    )

    def __init__(self, *args: Any, copropriete: Copropriete | None = None, **kwargs: Any) -> None:
        if copropriete is not None:
            shown = [name for name in BuildingForm.base_fields if name != "version"]
            told = {name: getattr(copropriete, name) for name in shown}
            told["version"] = version_of_building(copropriete)
            kwargs["initial"] = told | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.copropriete = copropriete
        if copropriete is None:
            del self.fields["version"]
        if copropriete is not None and copropriete.is_connected:
            # The network and the agency were verified for that place; no stage is left to tell.
            del self.fields["commune"], self.fields["stage"]
            if copropriete.address or copropriete.longitude is not None:
                del self.fields["address"]
        else:
            # A project has no public page.
            del self.fields["quartier"]
        for name in ("lots", "dwellings", "boiler_year", "boiler_power_kw", "register_number"):
            self.fields[name].widget.attrs.pop("maxlength", None)

    def bound_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Titles of the groups with their fields, for the page."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in self.groups
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        known = self.copropriete
        commune = told.get("commune") or (known.commune if known else None)
        if known is not None and not known.has_own_name and told.get("name") == known.name:
            # Left as it is: it follows its commune.
            told["name"] = unnamed(commune) if commune else known.name
        elif commune is not None and is_nobodys(told.get("name", ""), commune):
            self.add_error("name", NOBODYS)
        return told

    def clean_register_number(self) -> str:
        number = self.cleaned_data["register_number"].replace(" ", "").upper()
        if number:
            is_register_number(number)
        return number


class StartForm(forms.Form):
    """Where the creation comes from: a line of the register, an address test; both optional."""

    registre = forms.ModelChoiceField(
        RegisteredCopropriete.objects.select_related("commune"), required=False
    )
    test = forms.ModelChoiceField(
        AddressTest.objects.select_related("commune", "reseau"),
        to_field_name="token",
        required=False,
    )

    def value(self, name: str) -> Any:
        """One valid value, or None: an unknown one is left out."""
        self.is_valid()
        return self.cleaned_data.get(name)

    def known(self) -> dict[str, Any]:
        """What is known already, for `BuildingForm`."""
        row, test = self.value("registre"), self.value("test")
        if row is None:
            commune = {"commune": test.commune} if test else {}
            return commune | ({"heating_mode": test.heating_mode} if test else {})
        known = {
            "name": row.name or row.address,
            "address": row.address,
            "commune": row.commune,
            "lots": row.lots,
            "dwellings": row.dwellings or None,
            "period": row.period,
            "syndic_name": row.syndic_name,
            "register_number": row.number,
        }
        return known | ({"heating_mode": test.heating_mode} if test else {})


class KnownForm(PlainForm):
    """What is chosen of a building that others follow here (`BuildingKnown`): to ask them, with a
    name that they may recognise, or to record it apart."""

    JOIN, APART = "join", "apart"
    # By what the person found it: its number or its address.
    told_as = ""
    known = forms.ChoiceField(choices=[(JOIN, "Demander"), (APART, "À part")], required=False)
    display_name = forms.CharField(
        label="Le nom que les autres verront",
        max_length=60,
        help_text="Par exemple : Monique D. Vos voisins doivent pouvoir vous reconnaître.",
        error_messages={"required": "Choisissez le nom que les autres verront."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.display_name:
            del self.fields["display_name"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("known") != self.JOIN:
            # Nobody reads a name of what is recorded apart.
            self.errors.pop("display_name", None)
        return told

    def clean_display_name(self) -> str:
        try:
            return clean_display_name(self.cleaned_data["display_name"])
        except InvalidDisplayName as error:
            raise forms.ValidationError(str(error)) from error

    def chooses(self, choice: str) -> bool:
        """Whether that is what was chosen."""
        return self.is_valid() and self.cleaned_data["known"] == choice


class InvitationForm(PlainForm):
    """Whom to invite."""

    email = forms.EmailField(
        label="Son adresse électronique",
        max_length=EMAIL_MAX,
        help_text="Format attendu : nom@domaine.fr",
        error_messages={
            "required": "Écrivez une adresse électronique.",
            "max_length": EMAIL_TOO_LONG,
        },
    )
