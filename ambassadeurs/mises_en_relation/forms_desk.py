"""Every input of the desks, filters included."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import Http404
from dsfr.forms import DsfrBaseForm

from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Membership, Organisation, User
from communaute.questions.enums import HeatingEnergy
from communaute.territoires.forms import CommuneField

from .desks.operator import BY_POTENTIAL, WAITING
from .enums import DeskStatus, Kind, State
from .limits import MESSAGE_MAX, MESSAGE_MIN
from .models import ReplyTemplate

NOTE_MAX: Final = 2000
NOBODY: Final = "personne"
ANYBODY: Final = ("", "Tout le monde")


class OrganisationForm(DsfrBaseForm):
    """Which of one's organisations of one kind: the first by name unless another is chosen."""

    organisme = forms.ChoiceField(label="Votre organisme", required=False)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = sorted(organisations, key=lambda one: (one.name, one.pk))
        self.fields["organisme"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in self.mine
        ]

    @property
    def has_choice(self) -> bool:
        return len(self.mine) > 1

    def chosen(self) -> Organisation:
        """Raises Http404 for an organisation that is not one's own: nothing is done in its place
        for another.
        """
        if not self.is_valid():
            raise Http404
        wanted = self.cleaned_data["organisme"]
        return next((one for one in self.mine if str(one.pk) == wanted), self.mine[0])


class AgencyNoteForm(DsfrBaseForm):
    """A word to an ambassador; `submission_key` makes a double click one word."""

    message = forms.CharField(
        label="Votre message",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="1 000 caractères au plus.",
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": "Votre message est trop long : 1 000 caractères au plus.",
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)


class FilterForm(DsfrBaseForm):
    """What to list; all optional, anything unknown is said beside its field."""

    @property
    def filters(self) -> dict[str, Any]:
        """The valid fields; none while one is wrong."""
        return self.cleaned_data if self.is_valid() else {}


class OperatorFilterForm(FilterForm):
    """Which prospects, in which order."""

    texte = forms.CharField(label="Nom, commune ou syndic", required=False, max_length=100)
    reseau = forms.ChoiceField(label="Réseau", required=False)
    etat = forms.ChoiceField(
        label="Suivi",
        choices=[("", "Tous"), (WAITING, "Attend une réponse"), *DeskStatus.choices],
        required=False,
    )
    energie = forms.ChoiceField(
        label="Énergie actuelle",
        choices=[("", "Toutes"), *((label, label) for label in HeatingEnergy.labels)],
        required=False,
    )
    suivi = forms.ChoiceField(label="Confiée à", required=False)
    logements = forms.IntegerField(
        label="Logements, au moins",
        min_value=1,
        max_value=10_000,
        required=False,
        error_messages={
            "invalid": "Écrivez un nombre entier, par exemple 50.",
            "min_value": "Écrivez un nombre de 1 à 10 000.",
            "max_value": "Écrivez un nombre de 1 à 10 000.",
        },
    )
    tri = forms.ChoiceField(
        label="Ordre",
        choices=[("", "Plus longue attente"), (BY_POTENTIAL, "Potentiel")],
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: list[Organisation], colleagues: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        networks = Reseau.objects.filter(exploitant__in=organisations).values_list("pk", "name")
        self.has_several_networks = len(networks) > 1
        self.fields["reseau"].choices = [  # type: ignore[attr-defined]
            ("", "Tous"),
            *((str(pk), name) for pk, name in networks),
        ]
        self.fields["suivi"].choices = [  # type: ignore[attr-defined]
            ANYBODY,
            (NOBODY, "Personne"),
            *((str(one.pk), one.public_name) for one in colleagues),
        ]

    @property
    def is_filtering(self) -> bool:
        return any(value for name, value in self.filters.items() if name != "tri")


class DemandFilterForm(FilterForm):
    """Which requests of a territory."""

    nature = forms.ChoiceField(
        label="Adressée à", choices=[("", "Tous"), *Kind.choices], required=False
    )
    etat = forms.ChoiceField(
        label="Où elle en est", choices=[("", "Toutes"), *State.choices], required=False
    )
    commune = CommuneField(label="Commune", help_text="", required=False)


class StatusForm(DsfrBaseForm):
    """The new status of a prospect, and why."""

    status = forms.ChoiceField(label="Où en est le projet ?", choices=DeskStatus.choices)
    note = forms.CharField(
        label="Note pour vos collègues",
        help_text="La personne qui a fait la demande ne la lit pas.",
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(DsfrBaseForm):
    """To whom a prospect is given."""

    colleague = forms.ModelChoiceField(
        label="Confiée à",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne",
        error_messages={"invalid_choice": "Cette personne ne travaille pas pour votre organisme."},
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Membership.objects.filter(organisation=organisation).values("user")
        self.fields["colleague"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=colleagues, is_active=True
        ).order_by("display_name", "pk")


class TemplateChoiceForm(DsfrBaseForm):
    """Which ready answer to write under what is typed already."""

    modele = forms.ModelChoiceField(
        label="Partir d’un modèle",
        queryset=ReplyTemplate.objects.none(),
        empty_label="Choisissez un modèle",
        error_messages={"required": "Choisissez un modèle à reprendre."},
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modele"].queryset = ReplyTemplate.objects.filter(  # type: ignore[attr-defined]
            organisation=organisation
        )

    def under(self, typed: str) -> str:
        """What is typed, then the ready answer when one is chosen."""
        chosen = self.cleaned_data["modele"].body if self.is_valid() else ""
        return "\n\n".join(part for part in (typed.rstrip(), chosen) if part)


class ReplyForm(DsfrBaseForm):
    """An answer from the desk; `submission_key` makes two clicks one message."""

    body = forms.CharField(
        label="Votre réponse",
        help_text="La personne la reçoit par courriel et dans ses mises en relation.",
        min_length=MESSAGE_MIN,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Écrivez votre réponse avant de l’envoyer."},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)


class ReplyTemplateForm(DsfrBaseForm):
    """A ready answer."""

    title = forms.CharField(
        label="Titre", help_text="Pour le retrouver. La personne ne le voit pas.", max_length=100
    )
    body = forms.CharField(
        label="Texte",
        help_text="Vous pourrez le modifier avant chaque envoi.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class TokenForm(DsfrBaseForm):
    """A new key ends the former one: said and ticked when there is one."""

    replace = forms.BooleanField(
        label="J’ai compris : l’ancienne clé s’arrête tout de suite.",
        error_messages={"required": "Cochez la case pour remplacer la clé."},
    )

    def __init__(self, *args: Any, exists: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exists:
            del self.fields["replace"]
