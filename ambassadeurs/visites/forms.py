"""What people type about visits and surveys."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import from_current_timezone
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.models import User
from socle.buildings import Stage
from socle.calendar import PARIS, date_format
from socle.forms import (
    DayInput,
    HourField,
    HourInput,
    PlainForm,
    TypedIntegerField,
    check_not_too_old,
)
from socle.numbers import quantity

from .errors import SlotRefused, VisitChanged
from .models import Booking, Visit
from .numbers import COMMENT_MAX, NUMBERS
from .slots import slot_problems


def paris_moment(day: date, at: time) -> datetime:
    """The moment of that day and hour in Paris.

    Raises ValidationError for an hour that does not exist, or exists twice (clock changes).
    """
    with timezone.override(PARIS):
        try:
            return from_current_timezone(datetime.combine(day, at))
        except ValidationError as error:
            raise ValidationError(
                "Cette nuit-là, les pendules changent d’heure : choisissez une heure avant 2 h "
                "ou à partir de 3 h."
            ) from error


class VisitForm(PlainForm):
    """A slot, opened or changed; `sequence` is that of the slot that the page showed."""

    sequence = forms.IntegerField(required=False, widget=forms.HiddenInput)

    day = forms.DateField(
        label="Jour de la visite",
        widget=DayInput(),
        validators=[check_not_too_old],
        error_messages={"required": "Choisissez un jour."},
    )
    at = HourField(
        label="Heure de début",
        widget=HourInput(),
        help_text="Heure de Paris.",
        error_messages={"required": "Choisissez une heure."},
    )
    minutes = TypedIntegerField(
        label="Durée, en minutes",
        min_value=NUMBERS.minutes_min,
        max_value=NUMBERS.minutes_max,
        initial=60,
        help_text=(
            f"De {NUMBERS.minutes_min} à {NUMBERS.minutes_max} minutes. "
            "Une heure suffit le plus souvent."
        ),
        error_messages={
            "required": "Dites combien de temps dure la visite.",
            "min_value": f"Une visite dure au moins {NUMBERS.minutes_min} minutes.",
            "max_value": f"Une visite dure au plus {NUMBERS.minutes_max} minutes.",
            "invalid": "Écrivez un nombre de minutes, par exemple 60.",
        },
    )
    places = TypedIntegerField(
        label="Nombre de places",
        min_value=1,
        error_messages={
            "required": "Dites combien de personnes vous pouvez recevoir.",
            "min_value": "Prévoyez au moins une place.",
            "invalid": "Écrivez un nombre de personnes, par exemple 6.",
        },
    )
    meeting_point = forms.CharField(
        label="Lieu de rendez-vous",
        max_length=300,
        required=False,
    )
    language = forms.CharField(
        label="Langue de la visite",
        max_length=40,
        initial="français",
        required=False,
    )
    adviser_invited = forms.BooleanField(
        label="J’invite un conseiller de l’agence locale de l’énergie",
        required=False,
        help_text="Les visiteurs apprécient de pouvoir poser des questions techniques.",
    )

    def __init__(self, *args: Any, max_visitors: int, has_adviser: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_adviser:
            del self.fields["adviser_invited"]
        # The library has read the fields already: what it will show is the bound one.
        self["meeting_point"].help_text = (
            "Par exemple : devant le portail, 12 rue des Lilas. Seules les personnes inscrites le "
            f"reçoivent, {quantity(NUMBERS.place_hours, 'heure')} avant. Nous l’effaçons "
            f"{quantity(NUMBERS.erase_days, 'jour')} après la visite."
        )
        self["places"].help_text = f"De 1 à {max_visitors}, selon ce que vous avez choisi."
        if not self.is_bound and "places" not in self.initial:
            self.initial["places"] = max_visitors

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "day" in data and "at" in data:
            try:
                data["starts_at"] = paris_moment(data["day"], data["at"])
            except ValidationError as error:
                self.add_error("at", error)
        return data

    def slot(self) -> dict[str, Any]:
        """The keyword arguments of the service."""
        names = ("starts_at", "minutes", "places", "meeting_point", "language")
        told = {name: self.cleaned_data[name] for name in names}
        return told | {"adviser_invited": self.cleaned_data.get("adviser_invited", False)}

    def say_also(self, host: Ambassadeur, *, but: Visit | None = None) -> None:
        """Say too, of what could be read, what the rules would refuse next."""
        told = {name: self.cleaned_data.get(name) for name in ("starts_at", "minutes", "places")}
        for field, message in slot_problems(host, **told, now=timezone.now(), but=but).items():
            self.add_error(field, message)

    def say_refused(self, error: SlotRefused) -> None:
        for field, message in error.problems.items():
            self.add_error(field, message)
        self.is_refused = True

    def say_changed(self, error: VisitChanged, visit: Visit) -> None:
        """Say when it is now: sent again, the same form changes that."""
        when = date_format(timezone.localtime(visit.starts_at), r"l j F \à H:i")
        self.add_error(None, f"{error} Elle est maintenant le {when}.")
        self.is_refused = True
        self.sent_again(sequence=error.sequence)

    @staticmethod
    def initial_of(visit: Visit) -> dict[str, Any]:
        local = visit.starts_at.astimezone(PARIS)
        return {
            "sequence": visit.sequence,
            "day": local.date(),
            "at": local.time(),
            **{
                name: getattr(visit, name)
                for name in ("minutes", "places", "meeting_point", "language", "adviser_invited")
            },
        }


class NeighbourForm(PlainForm):
    """With whom of one's building one comes: one of `neighbours`, or nobody while `alone` is a
    choice."""

    avec = forms.ModelChoiceField(
        label="Qui vient ?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Moi",
        error_messages={
            "invalid_choice": "Choisissez une personne de votre immeuble, ou gardez « Moi »."
        },
    )

    def __init__(self, data: Any = None, *, neighbours: QuerySet[User], alone: bool = True) -> None:
        super().__init__(data)
        field: Any = self.fields["avec"]
        if not alone:
            field.empty_label = None
        field.queryset = neighbours
        field.label_from_instance = lambda person: f"Moi et {person.public_name}"


class CancelForm(PlainForm):
    note = forms.CharField(
        label="Un mot pour les personnes inscrites",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Par exemple : je suis malade, je proposerai une autre date en janvier. Téléphones et "
            "adresses électroniques y sont masqués."
        ),
    )


class AttendanceForm(PlainForm):
    """Who came: one box per person expected; or the visit did not take place."""

    held = forms.ChoiceField(
        label="La visite a-t-elle eu lieu ?",
        choices=[("oui", "Oui"), ("non", "Non, elle n’a pas eu lieu. Personne n’est en faute.")],
        widget=forms.RadioSelect,
        initial="oui",
        error_messages={"required": "Dites si la visite a eu lieu."},
    )
    present = forms.MultipleChoiceField(
        label="Qui est venu ?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, bookings: list[Booking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["present"].help_text = (
            f"Laissez vide la case des absents. {quantity(NUMBERS.absences, 'absence')} en "
            f"{NUMBERS.absence_months} mois : un accord est demandé avant la visite suivante."
        )
        field: Any = self.fields["present"]
        field.choices = [(str(b.pk), b.user.public_name) for b in bookings]

    def answer(self) -> dict[str, Any]:
        return {
            "held": self.cleaned_data["held"] == "oui",
            "present": {int(pk) for pk in self.cleaned_data["present"]},
        }


class MandateForm(forms.Form):
    """Which of one's mandates hosts the visit."""

    mandat = forms.IntegerField(required=False, min_value=1)

    def choose(self, hosts: list[Ambassadeur]) -> Ambassadeur:
        """The one asked for, among these; the first one otherwise."""
        asked = self.cleaned_data.get("mandat") if self.is_valid() else None
        return next((host for host in hosts if host.pk == asked), hosts[0])


class DecisionForm(forms.Form):
    accepted = forms.ChoiceField(choices=[("oui", "oui"), ("non", "non")])


COMMENT_LENGTH = quantity(COMMENT_MAX, "caractère")
UNKNOWN = "inconnu"


_ASKERS_STAGE = "Où en êtes-vous de votre projet ?"


# The first two questions, by (who asked or visited, about a visit).
QUESTIONS = {
    (True, False): ("Cet échange vous a-t-il aidé ?", _ASKERS_STAGE),
    (True, True): ("Cette visite vous a-t-elle aidé ?", _ASKERS_STAGE),
    (False, False): (
        "Cet échange s’est-il bien passé ?",
        "À votre connaissance, où en est cette copropriété ?",
    ),
    (False, True): (
        "Cette visite s’est-elle bien passée ?",
        "À votre connaissance, où en sont vos visiteurs ?",
    ),
}


class SurveyForm(PlainForm):
    """Three questions; the words follow who answers, and about what."""

    helpful = forms.ChoiceField(
        choices=[("oui", "Oui"), ("non", "Non")],
        widget=forms.RadioSelect,
        error_messages={"required": "Répondez oui ou non."},
    )
    stage = forms.ChoiceField(
        choices=[*Stage.choices, (UNKNOWN, "Je ne sais pas, ou le projet s’arrête")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’étape la plus proche."},
    )
    comment = forms.CharField(
        label="Que faudrait-il améliorer ?",
        max_length=COMMENT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="N’écrivez ni nom, ni téléphone, ni adresse. Notre rapport public peut citer une "
        "de vos phrases, sans dire qui l’a écrite.",
        error_messages={"max_length": f"Votre texte est trop long : {COMMENT_LENGTH} au plus."},
    )

    def __init__(self, *args: Any, by_asker: bool, is_visit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["helpful"].label, self["stage"].label = QUESTIONS[by_asker, is_visit]
        if is_visit and not by_asker:
            self["stage"].help_text = "Plusieurs immeubles sont venus ? Choisissez le plus avancé."

    def answers(self) -> dict[str, Any]:
        """The keyword arguments of the service."""
        data = self.cleaned_data
        return {
            "helpful": data["helpful"] == "oui",
            "stage": data["stage"],
            "comment": data["comment"],
        }
