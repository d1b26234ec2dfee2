"""Every input of requests and threads, in French, with errors one can act upon."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F
from django.http import Http404
from dsfr.forms import DsfrBaseForm

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.projets.services import buildings_of
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import User
from communaute.questions.forms import PostField, WritingForm
from communaute.territoires.forms import CommuneField
from socle.buildings import HeatingEnergy, HeatingMode
from socle.uploads import CheckedFilesField

from . import facts, starters
from .consent import consent_wording
from .enums import Kind, Purpose
from .limits import MESSAGE_MAX, MESSAGE_MIN
from .recipients import Recipient, find_agency, find_ambassadeur

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNKNOWN = [("", "Je ne sais pas")]
# What somebody without building is asked: fact key -> field of this form.
TYPED = ("commune", "lots", "energy", "heating_mode")


class PageForm(forms.Form):
    """Which page of a list; never an error."""

    page = forms.CharField(required=False)

    def page_number(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("page") or "1"


class ListForm(PageForm):
    """Which side of one's exchanges, and which page; never an error."""

    cote = forms.ChoiceField(choices=[("envoyees", ""), ("recues", "")], required=False)

    def side(self) -> str:
        """ "envoyees", "recues", or nothing when not said."""
        self.is_valid()
        return self.cleaned_data.get("cote", "")


class RecipientForm(forms.Form):
    """The address of the request form: to whom, for which building, with which purpose."""

    a = forms.ChoiceField(choices=Kind.choices)
    id = forms.IntegerField(min_value=1, required=False)
    reseau = forms.ModelChoiceField(
        Reseau.objects.select_related("exploitant", "commune"),
        to_field_name="slug",
        required=False,
    )
    commune = CommuneField(required=False)
    immeuble = forms.IntegerField(min_value=1, required=False)
    objet = forms.ChoiceField(choices=Purpose.choices, required=False)

    def value(self, name: str) -> Any:
        """One valid value, or nothing."""
        self.is_valid()
        return self.cleaned_data.get(name)

    def recipient(self, building: Copropriete | None) -> Recipient:
        """Whom the address names; Http404 when it names nobody. See `Recipient.is_known`."""
        kind = self.value("a")
        if kind == Kind.AMBASSADEUR:
            one = find_ambassadeur(self.value("id"))
            if one is None:
                raise Http404
            return Recipient(Kind.AMBASSADEUR, ambassadeur=one, reseau=one.copropriete.reseau)
        reseau = self.value("reseau")
        if kind == Kind.EXPLOITANT and reseau is not None:
            return Recipient(
                Kind.EXPLOITANT,
                organisation=reseau.exploitant,
                reseau=reseau,
                commune=reseau.commune,
            )
        if kind == Kind.AGENCE:
            commune = self.value("commune") or (building.commune if building else None)
            agency = find_agency(commune) if commune else None
            return Recipient(Kind.AGENCE, organisation=agency, reseau=reseau, commune=commune)
        raise Http404

    def building(self, user: object) -> Copropriete | None:
        """The person's building that the address names, else their first one."""
        own = buildings_to_write_for(user)
        pk = self.value("immeuble")
        return (own.filter(pk=pk).first() if pk else None) or own.first()


class AgencyPlaceForm(DsfrBaseForm):
    """Where the building is, to find its agency."""

    commune = CommuneField(label="La commune de votre immeuble")


class DemandeForm(WritingForm):
    """One screen: purpose, message, what is sent, consent. Without building, four questions more.

    `building` is the person's, or None; `recipient` is whom the address names.
    """

    purpose = forms.ChoiceField(
        label="Que souhaitez-vous ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous souhaitez."},
    )
    message = PostField(
        label="Votre message",
        min_length=MESSAGE_MIN,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={
            "required": "Écrivez votre message.",
            "min_length": "Écrivez votre message.",
            "max_length": "Votre message est trop long : 5 000 caractères au plus.",
        },
    )
    commune = CommuneField(label="Commune de votre immeuble")
    lots = forms.IntegerField(
        label="Nombre de lots",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="Pour comparer ce qui est comparable.",
        error_messages={
            "invalid": "Écrivez un nombre, par exemple 58.",
            "min_value": "Un immeuble a au moins 1 lot.",
            "max_value": "Vérifiez ce nombre : 10 000 lots au plus.",
        },
    )
    energy = forms.ChoiceField(
        label="Énergie de chauffage aujourd’hui",
        choices=UNKNOWN + HeatingEnergy.choices,
        required=False,
        help_text="Les travaux ne sont pas les mêmes.",
    )
    heating_mode = forms.ChoiceField(
        label="Chauffage",
        choices=UNKNOWN + HeatingMode.choices,
        required=False,
        help_text="Un chauffage collectif se raccorde plus simplement.",
    )
    share = forms.MultipleChoiceField(
        label="Ce qui sera envoyé avec votre message",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Décochez ce que vous préférez garder pour vous.",
    )
    consent = forms.BooleanField(
        error_messages={"required": "Cochez cette case : sans votre accord, rien n’est transmis."}
    )

    def __init__(
        self,
        *args: Any,
        user: object,
        recipient: Recipient,
        building: Copropriete | None,
        **kwargs: Any,
    ) -> None:
        self.recipient, self.building = recipient, building
        purposes = recipient.purposes
        wished = (kwargs.get("initial") or {}).get("purpose")
        purpose = wished if wished in purposes else purposes[0]
        kwargs["initial"] = {
            "message": starters.start(recipient, purpose),
            "commune": recipient.commune,
            **(kwargs.get("initial") or {}),
            "purpose": purpose,
        }
        super().__init__(*args, user=user, **kwargs)
        self.fields["purpose"].choices = [(one.value, one.label) for one in purposes]  # type: ignore[attr-defined]
        if len(purposes) == 1:
            self.fields["purpose"].widget = forms.HiddenInput()
        self._name_what_is_sent(user)
        if recipient.kind == Kind.EXPLOITANT and recipient.organisation is not None:
            # The bound field exists already and has its own copy of the label.
            self["consent"].label = consent_wording(recipient.organisation, recipient.reseau)
        else:
            del self.fields["consent"]
        if building is not None:
            for name in TYPED:
                del self.fields[name]

    def _name_what_is_sent(self, user: object) -> None:
        person = user if isinstance(user, User) else None
        if self.building is not None:
            found = facts.lines(self.recipient.kind, self.building, person)
        else:
            answers = dict.fromkeys(TYPED, "votre réponse ci-dessus")
            if self.recipient.kind == Kind.EXPLOITANT:
                answers[facts.EMAIL_KEY] = person.email if person else "celle de votre compte"
            found = [
                facts.Line(key, facts.BY_KEY[key].label, value) for key, value in answers.items()
            ]
        self.fields["share"].choices = [  # type: ignore[attr-defined]
            (line.key, str(line)) for line in found
        ]
        self.initial.setdefault("share", [line.key for line in found])

    def clean_message(self) -> str:
        message = self.cleaned_data["message"].strip()
        start = starters.start(self.recipient, self.data.get("purpose", "")).strip()
        if message == start and starters.is_unfinished(self.data.get("purpose", "")):
            unfinished = "Écrivez votre question à la suite de « Ma question : »."
            raise forms.ValidationError(unfinished)
        return message

    def draft(self) -> dict[str, Any]:
        kept = super().draft()
        kept["share"] = self.data.getlist("share")  # type: ignore[attr-defined]
        kept.pop("consent", None)
        return kept

    def new_building(self) -> dict[str, Any]:
        """What was told of a building not recorded yet, for `create_building`."""
        commune = self.cleaned_data["commune"]
        return {
            "name": f"Mon immeuble {commune.after_a}"[:120],
            "commune": commune,
            "lots": self.cleaned_data["lots"],
            "current_energy": self.cleaned_data["energy"],
            "heating_mode": self.cleaned_data["heating_mode"],
        }


class MessageForm(DsfrBaseForm):
    """One message of a thread, with files if need be."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    body = PostField(
        label="Votre message",
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "Téléphones et adresses électroniques restent masqués tant que vous n’avez pas "
            "tous les deux accepté de les échanger."
        ),
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": "Votre message est trop long : 5 000 caractères au plus.",
        },
    )
    attachments = CheckedFilesField(label="Joindre des fichiers", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission_key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    @property
    def lost_files(self) -> bool:
        """Files were received but the message is not sent: browsers ask for them again."""
        return bool(self.errors) and "attachments" in self.files

    def clean_submission_key(self) -> uuid.UUID:
        return self.cleaned_data.get("submission_key") or uuid.uuid4()


def buildings_to_write_for(user: object) -> QuerySet[Copropriete]:
    """The person's buildings: those of their projects, then those they speak for."""
    own = buildings_of(user)
    if not getattr(user, "is_authenticated", False):
        return own
    spoken = Ambassadeur.objects.filter(user=user).values("copropriete")
    return (
        (own | Copropriete.objects.filter(pk__in=spoken))
        .distinct()
        .select_related("commune__departement", "nearest_reseau")
        .order_by(F("connected_year").asc(nulls_first=True), "created_at", "pk")
    )
