"""Every input of the desks, filters and the key of the partner API included."""

from typing import Any, Final

from django import forms

from ambassadeurs.demandes.enums import Kind, State
from communaute.comptes.models import Organisation, User
from communaute.territoires.forms import CommuneField
from socle.forms import PlainForm

from .access import DESKS
from .numbers import NUMBERS

NOBODY: Final = "personne"
TO_COME_BACK: Final = "relancer"


class ActingForm(PlainForm):
    """For which of one’s organisations to act from now on, and where to come back."""

    organisme = forms.ModelChoiceField(
        label="Votre organisme",
        queryset=Organisation.objects.none(),
        error_messages={"invalid_choice": "Vous ne travaillez plus pour cet organisme."},
    )
    suite = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(memberships__user=user, kind__in=DESKS)
        self.fields["organisme"].queryset = mine  # type: ignore[attr-defined]


def colleague_choices(colleagues: list[User]) -> list[tuple[str, str]]:
    """Whose demandes to list: everybody's, nobody's, or those of a colleague."""
    return [
        ("", "Tout le monde"),
        (NOBODY, "Personne"),
        *((str(one.pk), one.public_name) for one in colleagues),
    ]


class FilterForm(PlainForm):
    """What to list; all optional, anything unknown is said beside its field."""

    @property
    def filters(self) -> dict[str, Any]:
        """The valid fields; none while one is wrong."""
        return self.cleaned_data if self.is_valid() else {}


class DemandFilterForm(FilterForm):
    """Which requests of a territory."""

    nature = forms.ChoiceField(
        label="Adressée à", choices=[("", "Tous"), *Kind.choices], required=False
    )
    etat = forms.ChoiceField(
        label="Où elle en est", choices=[("", "Toutes"), *State.choices], required=False
    )
    commune = CommuneField(label="Commune", help_text="", required=False)


class TokenForm(PlainForm):
    """A new key ends the former one: said and ticked when there is one."""

    replace = forms.BooleanField(
        label="J’ai compris : l’ancienne clé s’arrête tout de suite.",
        error_messages={"required": "Cochez la case pour remplacer la clé."},
    )

    def __init__(self, *args: Any, exists: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exists:
            del self.fields["replace"]


class DeskSearchForm(FilterForm):
    """Which organisations."""

    nom = forms.CharField(label="Nom de l’organisme", required=False, max_length=100)


class OpenDeskForm(PlainForm):
    """Why the desk is opened."""

    reason = forms.CharField(
        label="Pourquoi ouvrez-vous cet espace ?",
        help_text="Par exemple : « l’exploitant nous demande de l’aide pour répondre ».",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi vous ouvrez cet espace."},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < NUMBERS.reason_min:
            raise forms.ValidationError("Donnez une raison en quelques mots : l’équipe la lira.")
        return reason
