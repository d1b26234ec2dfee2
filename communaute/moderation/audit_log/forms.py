"""Which rows of the log to read."""

from dataclasses import dataclass
from datetime import date

from django import forms

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.moderation.enums import Act
from socle.forms import DayInput, PlainForm, check_not_too_old


@dataclass(frozen=True)
class Asked:
    """What was asked for; what was not understood is left out."""

    act: str = ""
    organisation: Organisation | None = None
    case: int | None = None
    since: date | None = None
    until: date | None = None


class JournalForm(PlainForm):
    acte = forms.ChoiceField(label="Acte", choices=[("", "Tous"), *Act.choices], required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(
            kind__in=[OrganisationKind.AGENCE, OrganisationKind.EQUIPE]
        ).order_by("name"),
        label="Agence ou équipe",
        empty_label="Toutes",
        required=False,
        error_messages={"invalid_choice": "Choisissez une organisation dans la liste."},
    )
    dossier = forms.IntegerField(
        label="Dossier n°",
        required=False,
        min_value=1,
        max_value=2**31,
        error_messages={
            "invalid": "Écrivez un numéro, par exemple 42.",
            "min_value": "Écrivez un numéro à partir de 1.",
            "max_value": "Ce numéro est trop grand.",
        },
    )
    du = forms.DateField(
        label="Du",
        required=False,
        widget=DayInput(),
        validators=[check_not_too_old],
    )
    au = forms.DateField(
        label="Au",
        required=False,
        widget=DayInput(),
        validators=[check_not_too_old],
    )

    def asked(self) -> Asked:
        self.is_valid()
        data = self.cleaned_data
        return Asked(
            act=data.get("acte") or "",
            organisation=data.get("organisation"),
            case=data.get("dossier"),
            since=data.get("du"),
            until=data.get("au"),
        )
