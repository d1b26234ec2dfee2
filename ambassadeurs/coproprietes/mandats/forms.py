"""Input of the mandate: the application, the renewal, the capacity, the decision."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from ambassadeurs.reseaux.models import Reseau
from communaute.territoires.forms import CommuneField
from communaute.territoires.models import Commune
from socle.buildings import (
    FORMER_ENERGIES,
    ConstructionPeriod,
    HeatingMode,
    check_connected_year,
    check_lots,
)
from socle.forms import DayInput, PlainForm, TypedIntegerField
from socle.numbers import quantity
from socle.uploads import CheckedFileField

from ..enums import AmbassadeurRole
from ..models import Copropriete
from ..models.copropriete import is_nobodys
from ..numbers import NUMBERS
from ..projects.forms import NOBODYS, WHO_READS_THE_ADDRESS
from .claims import MANDATE_VERSION
from .services import CAPACITY

NETWORKS_LISTED = 40
BUILDING_FIELDS = (
    "name",
    "commune",
    "address",
    "reseau",
    "connected_year",
    "lots",
    "period",
    "former_energy",
    "heating_mode",
)
_UNKNOWN = [("", "Je ne sais pas")]

_is_first_name = RegexValidator(
    r"^[^\W\d_](?:[^\W\d_]|[ \-'’.])*\Z",
    "Écrivez votre prénom seul, en lettres.",
    code="first_name",
)


def check_agreement(value: date) -> None:
    """From NUMBERS.agreement_years ago to today."""
    today = timezone.localdate()
    if value > today:
        message = "Cette date est à venir : l’accord doit déjà être donné."
        raise forms.ValidationError(message, code="future")
    years = NUMBERS.agreement_years
    if (today.year - value.year) * 12 + today.month - value.month > years * 12:
        age = quantity(years, "an")
        message = f"Cet accord a plus de {age}. Demandez-en un nouveau au conseil syndical."
        raise forms.ValidationError(message, code="old")


class MandateTermsForm(PlainForm):
    """The agreement of the conseil syndical and the consent of the person."""

    council_agreed_on = forms.DateField(
        label="Date de l’accord du conseil syndical",
        help_text="Le jour où le conseil syndical a accepté que vous parliez pour l’immeuble.",
        widget=DayInput(),
        validators=[check_agreement],
        error_messages={"required": "Indiquez la date de l’accord."},
    )
    consent = forms.BooleanField(
        label="J’ai lu ce mandat et je l’accepte",
        error_messages={"required": "Cochez cette case si vous acceptez ce mandat."},
    )

    @property
    def terms(self) -> dict[str, Any]:
        """What the services ask for: the date and the version that was shown."""
        return {
            "council_agreed_on": self.cleaned_data["council_agreed_on"],
            "consent_version": MANDATE_VERSION,
        }


def _number(label: str, low: int, high: int, initial: int) -> TypedIntegerField:
    said = f"Écrivez un nombre entre {low} et {high}."
    return TypedIntegerField(
        label=label,
        min_value=low,
        max_value=high,
        initial=initial,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )


class CapacityForm(PlainForm):
    """How much one takes on; changed at any time."""

    max_open = _number("Demandes ouvertes en même temps, au plus", 1, 20, 2)
    max_per_month = _number("Nouvelles demandes par mois, au plus", 1, 50, 4)
    takes_visits = forms.BooleanField(
        label="J’accepte de montrer la chaufferie (sous-station) à des visiteurs", required=False
    )
    max_visits_per_month = _number("Visites par mois, au plus", 1, 10, 1)
    max_visitors = _number("Visiteurs par visite, au plus", 1, 30, 8)

    @property
    def capacity(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CAPACITY}

    @property
    def capacity_fields(self) -> list[forms.BoundField]:
        names = ("max_open", "max_per_month", "takes_visits", "max_visits_per_month")
        return [self[name] for name in (*names, "max_visitors")]


class MandateApplicationForm(CapacityForm, MandateTermsForm):
    """The whole application on one page.

    `known` is the building, when it was chosen; all its facts are asked when the person `may_tell`
    them, except the name, the commune and the address of a project, changed on its own page.
    """

    # The order of the page, which is also the one its errors are listed in.
    field_order = ("first_name", "role", *BUILDING_FIELDS, "proof", "council_agreed_on", "consent")

    first_name = forms.CharField(
        label="Votre prénom",
        max_length=40,
        validators=[_is_first_name],
        help_text="Les autres voient votre prénom et votre rôle. Jamais votre nom.",
        error_messages={"required": "Écrivez votre prénom."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    role = forms.ChoiceField(label="Votre rôle", choices=AmbassadeurRole.choices)
    name = forms.CharField(
        label="Nom de la résidence",
        max_length=120,
        help_text="Tel que vous le dites entre vous.",
        error_messages={"required": "Écrivez le nom de la résidence : son adresse convient."},
    )
    commune = CommuneField(label="Commune")
    address = forms.CharField(
        label="Numéro et rue",
        help_text="Pourquoi ? Pour vous proposer aux copropriétés voisines. "
        f"{WHO_READS_THE_ADDRESS}",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reseau = forms.CharField(
        label="Réseau de chaleur",
        required=False,
        max_length=200,
        help_text="Son nom ou son numéro (sur votre facture). Laissez vide si vous ne savez pas : "
        "s’il n’y en a qu’un dans la commune, nous le trouvons.",
    )
    connected_year = TypedIntegerField(
        label="Année du raccordement",
        validators=[check_connected_year],
        error_messages={"required": "Écrivez l’année du raccordement, par exemple 2019."},
    )
    lots = TypedIntegerField(label="Nombre de lots", required=False, validators=[check_lots])
    period = forms.ChoiceField(
        label="Période de construction",
        required=False,
        choices=[*_UNKNOWN, *ConstructionPeriod.choices[:-1]],
    )
    former_energy = forms.ChoiceField(
        label="Chauffage d’avant", required=False, choices=[*_UNKNOWN, *FORMER_ENERGIES]
    )
    heating_mode = forms.ChoiceField(
        label="Chauffage collectif ou individuel",
        required=False,
        choices=[*_UNKNOWN, *HeatingMode.choices],
    )
    proof = CheckedFileField(
        label="Justificatif",
        help_text="Un seul fichier : procès-verbal d’assemblée, facture de chaleur ou attestation "
        "du syndic. PDF ou photo (JPEG, PNG, WebP), 10 Mo au plus.",
        error_messages={"required": "Joignez un justificatif : il prouve le raccordement."},
    )

    def __init__(
        self,
        *args: Any,
        known: Copropriete | None = None,
        may_tell: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if not may_tell:
            for name in BUILDING_FIELDS:
                del self.fields[name]
        elif known is not None and not known.is_connected:
            for name in ("name", "commune", *(["address"] if known.address else [])):
                del self.fields[name]

    @property
    def identity_fields(self) -> list[forms.BoundField]:
        return [self["first_name"], self["role"]]

    @property
    def building_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in BUILDING_FIELDS if name in self.fields]

    @property
    def lost_file(self) -> bool:
        """A file was received but other answers are to correct: browsers ask for it again."""
        return bool(self.errors) and "proof" in self.files and "proof" not in self.errors

    @property
    def facts(self) -> dict[str, Any]:
        """What is told of the building; nothing when its facts are not asked."""
        return {name: self.cleaned_data[name] for name in BUILDING_FIELDS if name in self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        commune = self.told_commune
        if commune is not None and is_nobodys(data.get("name", ""), commune):
            self.add_error("name", NOBODYS)
        if commune is not None and "reseau" in data:
            data["reseau"] = self._network(commune, data["reseau"])
        return data

    @property
    def told_commune(self) -> Commune | None:
        """Of the form, or of the building chosen."""
        if "commune" in self.fields or self.known is None:
            return self.cleaned_data.get("commune")
        return self.known.commune

    def _network(self, commune: Any, text: str) -> Reseau | None:
        """The network of that name or number; without, the only one of the commune."""
        networks = Reseau.objects.heat().in_service()
        if text:
            exact = networks.filter(slug__iexact=text) | networks.filter(identifiant__iexact=text)
            found = list(exact[:2]) or list(networks.filter(name__iexact=text)[:2])
            if len(found) == 1:
                return found[0]
        local = list(networks.serving(commune).order_by("name", "pk")[:NETWORKS_LISTED])
        if not text and len(local) == 1:
            return local[0]
        close = [one for one in local if text and text.lower() in one.name.lower()]
        if len(close) == 1:
            return close[0]
        self._offer(local, commune)
        return None

    def _offer(self, networks: list[Reseau], commune: Any) -> None:
        if not networks:
            self.add_error(
                "reseau",
                f"Nous ne connaissons pas de réseau {commune.after_a}. Écrivez le nom ou le numéro "
                "qui figure sur votre facture.",
            )
            return
        self.add_error("reseau", "Choisissez votre réseau dans cette liste.")
        choices = [("", "Choisissez"), *((one.slug, str(one)) for one in networks)]
        attrs = self.fields["reseau"].widget.attrs | {"class": "fr-select"}
        self.fields["reseau"].widget = forms.Select(attrs=attrs, choices=choices)


class PauseForm(forms.Form):
    """How long one rests, in days: the service knows the pauses."""

    days = forms.IntegerField()


class DecisionForm(PlainForm):
    """Accept, or refuse with a reason that the person will read."""

    ACCEPT, REFUSE = "accepter", "refuser"
    decision = forms.ChoiceField(
        choices=[(ACCEPT, "Accepter"), (REFUSE, "Refuser")], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label="Motif, en cas de refus",
        help_text="La personne le lit mot pour mot. Dites aussi ce qu’elle peut faire.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == self.REFUSE and not data.get("reason", "").strip():
            self.add_error("reason", "Dites pourquoi : la personne lira votre motif.")
        return data

    @property
    def accepts(self) -> bool:
        return self.cleaned_data["decision"] == self.ACCEPT


class BuildingChoiceForm(forms.Form):
    """The copropriété named by the address of the page (`?copropriete=<number>`)."""

    copropriete = forms.IntegerField(required=False, min_value=1, max_value=2**53)
