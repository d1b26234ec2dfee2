"""Every input of the desk of syndics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.template.loader import render_to_string

from ambassadeurs.assemblees.errors import DateChangedMeanwhile
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.assemblees.services import version_of_next
from ambassadeurs.coproprietes.projects.forms import BuildingForm
from ambassadeurs.demandes import facts
from ambassadeurs.demandes.contact_details import consent_together
from ambassadeurs.demandes.enums import PURPOSES, Kind
from ambassadeurs.demandes.forms import FirstMessageForm
from ambassadeurs.registre.models import RegisteredCopropriete
from socle.buildings import check_next_assembly
from socle.errors import Refused
from socle.forms import DayInput, PageForm, PlainForm
from socle.uploads import megabytes

from ..numbers import SYNDIC_NUMBERS
from ..querysets import BY_ASSEMBLY, BY_DISTANCE, BY_NAME
from .spreadsheet_import.parser import Sheet, UnreadableSheet, read_sheet

ORDERS = [
    (BY_NAME, "Nom de l’immeuble"),
    (BY_DISTANCE, "Distance au réseau"),
    (BY_ASSEMBLY, "Prochaine assemblée générale"),
]


class TableForm(PageForm):
    """How the table is sorted, and which page of it; never an error."""

    tri = forms.ChoiceField(label="Trier par", choices=ORDERS, required=False)

    def order(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("tri") or BY_NAME


class RegisteredForm(forms.Form):
    """A line of the register, by its number."""

    registre = forms.ModelChoiceField(RegisteredCopropriete.objects.select_related("commune"))


class ManagedBuildingForm(BuildingForm):
    """Describe or change a building of the table: the syndic is known. `coming`: its assembly to
    come, or None."""

    next_assembly_on = forms.DateField(
        label="Prochaine assemblée générale",
        help_text="Pourquoi ? Pour que les réponses arrivent à temps.",
        required=False,
        validators=[check_next_assembly],
        widget=DayInput(),
    )
    assembly_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    groups = (
        ("L’immeuble", ("name", "address", "commune", "register_number")),
        ("Sa taille et son âge", ("lots", "dwellings", "period")),
        (
            "Son chauffage",
            ("heating_mode", "current_energy", "hot_water", "boiler_year", "boiler_power_kw"),
        ),
        ("Le projet", ("stage", "next_assembly_on")),
    )

    def __init__(self, *args: Any, coming: Assemblee | None = None, **kwargs: Any) -> None:
        told = {
            "next_assembly_on": coming.held_on if coming else None,
            "assembly_version": version_of_next(coming),
        }
        super().__init__(*args, initial=told, **kwargs)
        self.coming = coming
        del self.fields["syndic_name"]
        self.fields["name"].help_text = "Celui que vous utilisez. Par exemple : Les Tilleuls."
        self.fields["heating_mode"].label = "Chauffage"
        if "stage" in self.fields:
            self.fields["stage"].label = "Où en est le projet ?"

    def refuse(self, error: Refused, field: str | None = None) -> None:
        version = self.data.get("version")
        super().refuse(error, field)
        if isinstance(error, DateChangedMeanwhile):
            self.sent_again(version=version, assembly_version=error.version)
        elif self.has_changed_meanwhile:
            # Its date may have changed with the rest: both are said once.
            self.sent_again(assembly_version=version_of_next(self.coming))


if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from communaute.comptes.models import Organisation, User

    from .demande import Choice


class SheetField(forms.FileField):
    """A CSV file of buildings; its clean value is a `Sheet`. Too heavy, it is refused unread."""

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Sheet:
        file: UploadedFile = super().clean(data, initial)
        most = SYNDIC_NUMBERS.file_kb * 1024
        if (file.size or 0) > most:
            raise forms.ValidationError(
                f"Ce fichier est trop lourd ({megabytes(file.size or 0)}) : "
                f"{megabytes(most)} au plus. Gardez une ligne par immeuble.",
                code="too_big",
            )
        try:
            return read_sheet(file.read())
        except UnreadableSheet as error:
            raise forms.ValidationError(str(error), code="unreadable") from error


class SheetForm(PlainForm):
    """Which file."""

    fichier = SheetField(
        label="Votre fichier CSV",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv", "class": "fr-upload"}),
        error_messages={"required": "Choisissez un fichier."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = megabytes(SYNDIC_NUMBERS.file_kb * 1024)
        told = f"Au format CSV, {SYNDIC_NUMBERS.file_lines} lignes et {most} au plus."
        self.fields["fichier"].help_text = told


class ConfirmForm(forms.Form):
    """What the preview showed, signed."""

    immeubles = forms.CharField(widget=forms.HiddenInput)


class _HeldField(forms.TypedMultipleChoiceField):
    """Those of the table among the buildings ticked: a colleague may have taken one out."""

    def to_python(self, value: Any) -> list[str]:
        return [one for one in super().to_python(value) if self.valid_value(one)]


class ChosenForm(forms.Form):
    """Which buildings were ticked in the table, and whom to write to; never an error."""

    immeuble = _HeldField(coerce=int, required=False)
    vers = forms.CharField(required=False, max_length=40)

    def __init__(self, data: Any, *, known: list[int]) -> None:
        super().__init__(data)
        self.fields["immeuble"].choices = [(pk, pk) for pk in known]  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)


class TogetherForm(FirstMessageForm):
    """One screen: purpose, message, what is sent of each building, one consent that names them."""

    share = forms.MultipleChoiceField(
        label="Ce qui sera envoyé pour chaque immeuble",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Décochez ce que vous préférez garder pour vous.",
    )
    consent = forms.BooleanField(
        label="Votre accord",
        error_messages={"required": "Cochez cette case : sans votre accord, rien n’est transmis."},
    )

    def __init__(
        self, *args: Any, user: User, choice: Choice, sender: Organisation, **kwargs: Any
    ) -> None:
        purposes = PURPOSES[choice.kind]
        number = len(choice.buildings)
        start = render_to_string(
            f"guichets/syndics/starts/{choice.kind.value}.txt",
            {"organisation": sender.name, "number": number},
        )
        kwargs["initial"] = {"message": start.strip(), "purpose": purposes[0]}
        super().__init__(*args, user=user, **kwargs)
        self.offer(purposes)
        if number > 1:
            self["message"].help_text = "Le même pour tous les immeubles."
        known: set[str] = set()
        for building in choice.buildings:
            known |= facts.readable(choice.kind, building, user).keys()
        lines = [(key, fact.label) for key, fact in facts.BY_KEY.items() if key in known]
        self.fields["share"].choices = lines  # type: ignore[attr-defined]
        self.initial.setdefault("share", [key for key, _ in lines])
        if choice.kind == Kind.EXPLOITANT:
            names = [building.name for building in choice.buildings]
            self["consent"].label = consent_together(choice.organisation, names)
        else:
            del self.fields["consent"]
