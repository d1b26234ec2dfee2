"""Every input of requests and threads, in French, with errors one can act upon."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.http import Http404

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.models.copropriete import unnamed
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.comptes.models import User
from communaute.questions.forms import PostField, WritingForm
from communaute.territoires.forms import CommuneField
from communaute.territoires.models import Commune
from socle.buildings import HeatingEnergy, HeatingMode
from socle.forms import PlainForm, TypedIntegerField
from socle.numbers import quantity
from socle.uploads import CheckedFilesField
from socle.words import normalise

from . import facts, starters
from .contact_details import consent_to_reread, consent_wording
from .enums import Kind, Purpose
from .models import Demande
from .numbers import ADDRESS_MAX, MESSAGE_MAX, MESSAGE_MIN
from .recipients import Recipient, buildings_to_write_for, find_agency, find_ambassadeur

MESSAGE_LENGTH = quantity(MESSAGE_MAX, "caractère")
ADDRESS_LENGTH = quantity(ADDRESS_MAX, "caractère")
UNKNOWN = [("", "Je ne sais pas")]
# What somebody without building is asked: keys of facts, and fields of this form.
TYPED = ("commune", "address", "lots", "energy", "heating_mode")
NO_ADDRESS = (
    "Écrivez l’adresse de votre immeuble : l’exploitant en a besoin pour chiffrer. Vous préférez "
    "attendre ? Décochez-la plus bas."
)
WHY_ADDRESS = {
    Kind.EXPLOITANT: "Demandée si vous l’envoyez (case plus bas), pour chiffrer le raccordement.",
    Kind.AGENCE: "Facultatif. L’agence peut regarder votre rue avant de vous répondre.",
}


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
    test = forms.ModelChoiceField(
        AddressTest.objects.select_related("commune", "reseau"),
        to_field_name="token",
        required=False,
    )
    objet = forms.ChoiceField(choices=Purpose.choices, required=False)
    # The address of a simulation, whose offer is to be read again.
    offre = forms.CharField(required=False, max_length=2000)

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

    def building(self, user: object, tested: str = "") -> Copropriete | None:
        """The person's building that the address names; else, after an address test, the one that
        was tested (`tested` is its address); else their first one.
        """
        own = buildings_to_write_for(user)
        pk, test = self.value("immeuble"), self.value("test")
        named = own.filter(pk=pk).first() if pk else None
        if named is not None or test is None:
            return named or own.first()
        near = own.filter(commune=test.commune)
        return next((one for one in near if _may_be_at(one, tested)), None)


class AgencyPlaceForm(PlainForm):
    """Where the building is, to find its agency."""

    commune = CommuneField(label="La commune de votre immeuble")
    offre = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class FirstMessageForm(WritingForm):
    """What is wished, and the message that opens the exchange."""

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
            "max_length": f"Votre message est trop long : {MESSAGE_LENGTH} au plus.",
        },
    )

    def offer(self, purposes: Sequence[Purpose]) -> None:
        """The wishes one may choose among; the only one is not asked."""
        self.fields["purpose"].choices = [(one.value, one.label) for one in purposes]  # type: ignore[attr-defined]
        if len(purposes) == 1:
            self.fields["purpose"].widget = forms.HiddenInput()


class DemandeForm(FirstMessageForm):
    """One screen: purpose, message, what is sent, consent. Without building, four questions more.

    `building` is the person's, or None; `recipient` is whom the address names. After an address
    test, `test` gives the distance and `tested` the address, to change or to leave out. An
    organisation is told the address: it is asked here unless the building has one. `existing` is
    the open request to the same recipient, to which this one is added; `taken`, the
    purposes that others of the building ask of it already. `has_offer`: the message tells an
    operator's offer to an agency, which is agreed to apart.
    """

    commune = CommuneField(label="Commune de votre immeuble")
    address = forms.CharField(
        label="Adresse de votre immeuble",
        required=False,
        max_length=ADDRESS_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"max_length": f"Votre adresse est trop longue : {ADDRESS_LENGTH} au plus."},
    )
    lots = TypedIntegerField(
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
        label="Votre accord",
        error_messages={"required": "Cochez cette case : sans votre accord, rien n’est transmis."},
    )

    for_members = forms.BooleanField(
        label="Les autres membres de ma copropriété, s’il y en a, peuvent lire cet échange",
        help_text=(
            "Sans y écrire, et sans voir vos coordonnées. Sinon, ils savent seulement que la "
            "demande est faite. Vous pourrez changer d’avis."
        ),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        user: object,
        recipient: Recipient,
        building: Copropriete | None,
        test: AddressTest | None = None,
        tested: str = "",
        existing: Demande | None = None,
        has_offer: bool = False,
        taken: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        self.recipient, self.building, self.test = recipient, building, test
        self.existing = existing
        # What is posted is judged by the service: it may be the second click of the first request.
        is_added = existing is not None and not args and kwargs.get("data") is None
        purposes = existing.purposes_left if existing and is_added else recipient.purposes
        if not args and kwargs.get("data") is None:
            purposes = [one for one in purposes if one not in taken] or purposes
        wished = (kwargs.get("initial") or {}).get("purpose")
        purpose = wished if wished in purposes else purposes[0]
        kwargs["initial"] = {
            "message": starters.start(recipient, purpose),
            "commune": (test.commune if test else None) or recipient.commune,
            "heating_mode": test.heating_mode if test else "",
            "address": tested,
            **(kwargs.get("initial") or {}),
            "purpose": purpose,
        }
        super().__init__(*args, user=user, **kwargs)
        self.offer(purposes)
        if recipient.organisation is None:
            del self.fields["for_members"]
        self._ask_what_is_missing()
        self._name_what_is_sent(user)
        if recipient.kind == Kind.EXPLOITANT and recipient.organisation is not None:
            # The bound field exists already and has its own copy of the label.
            self["consent"].label = consent_wording(recipient.organisation, recipient.reseau)
        elif has_offer:
            self["consent"].label = consent_to_reread(recipient.name)
        else:
            del self.fields["consent"]

    def _ask_what_is_missing(self) -> None:
        """Of somebody without building, four things; of anybody, an address not known yet."""
        kind, building = self.recipient.kind, self.building
        for name in TYPED if building is not None else ():
            if name != "address":
                del self.fields[name]
        # A connected building is not described again here.
        if kind not in WHY_ADDRESS or (building and (building.address or building.is_connected)):
            del self.fields["address"]
        else:
            self["address"].help_text = WHY_ADDRESS[kind]

    def _name_what_is_sent(self, user: object) -> None:
        person = user if isinstance(user, User) else None
        known: dict[str, str] = {}
        if self.building is not None:
            for line in facts.lines(self.recipient.kind, self.building, person):
                known[line.key] = line.value
        elif self.recipient.kind == Kind.EXPLOITANT:
            known = {facts.EMAIL_KEY: person.email if person else "celle de votre compte"}
        measured = facts.measured(self.test) if self._takes_the_test() else {}
        answers = {key: "votre réponse ci-dessus" for key in TYPED if key in self.fields}
        values = answers | measured | known
        sent = [(key, fact.label) for key, fact in facts.BY_KEY.items() if key in values]
        self.fields["share"].choices = [  # type: ignore[attr-defined]
            (key, str(facts.FactLine(key, label, values[key]))) for key, label in sent
        ]
        self.initial.setdefault("share", [key for key, _ in sent])

    def _takes_the_test(self) -> bool:
        """Whether the distance of the test becomes the building's: it has none of its own."""
        one = self.building
        return self.test is not None and (
            one is None or (one.distance_m is None and not one.is_connected)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_asked = self.recipient.kind == Kind.EXPLOITANT and "address" in self.fields
        is_wanted = is_asked and "address" in cleaned.get("share", ())
        # An address that is too long has its own error.
        if is_wanted and cleaned.get("address") == "":
            self.add_error("address", NO_ADDRESS)
        return cleaned

    def clean_message(self) -> str:
        message = self.cleaned_data["message"].strip()
        start = starters.start(self.recipient, self.data.get("purpose", "")).strip()
        unfinished = starters.UNFINISHED.get(self.data.get("purpose", ""))
        if message == start and unfinished:
            raise forms.ValidationError(unfinished)
        return message

    def for_session(self) -> dict[str, Any]:
        kept = super().for_session()
        kept["share"] = self.data.getlist("share")  # type: ignore[attr-defined]
        for agreed in ("consent", "for_members"):
            kept.pop(agreed, None)
        return kept

    def new_building(self) -> dict[str, Any]:
        """What was told of a building not recorded yet, for `create_building`."""
        commune = self.cleaned_data["commune"]
        return {
            "name": unnamed(commune),
            "commune": commune,
            "address": self.cleaned_data.get("address", ""),
            "address_test": self.test_of(commune),
            "lots": self.cleaned_data["lots"],
            "current_energy": self.cleaned_data["energy"],
            "heating_mode": self.cleaned_data["heating_mode"],
        }

    def test_of(self, commune: Commune) -> AddressTest | None:
        """The address test, unless the building is said to be in another commune."""
        fits = self.test is not None and self.test.commune_id == commune.pk
        return self.test if fits else None

    def completion(self) -> dict[str, Any]:
        """What the building lacked, for `complete_building`."""
        assert self.building is not None  # noqa: S101 -- of a building known already
        return {
            "address": self.cleaned_data.get("address", ""),
            "address_test": self.test_of(self.building.commune),
        }


class VersionForm(PlainForm):
    """Which demande was on the page: a colleague who acted since is read first (`desk_acts`)."""

    # Several forms of a page hold it: none has an id of its own.
    version = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"id": False}),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
    )

    def act_on(self, demande: Demande) -> None:
        """Once what happened meanwhile is shown, the same form acts on what is there now."""
        self.data = self.data.copy()  # type: ignore[assignment]
        self.data["version"] = demande.version  # type: ignore[index]


class MessageForm(VersionForm):
    """One message of a thread, with files if need be."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    body = PostField(
        label="Votre message",
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "Téléphones et adresses électroniques d’une personne restent masqués tant que vous "
            "n’avez pas tous les deux accepté de les échanger. Ceux d’un organisme passent."
        ),
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": f"Votre message est trop long : {MESSAGE_LENGTH} au plus.",
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


def _may_be_at(building: Copropriete, tested: str) -> bool:
    """Whether a building may be the one tested: nothing says that it is another one."""
    return not (building.address and tested) or normalise(building.address) in normalise(tested)
