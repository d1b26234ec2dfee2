"""The form of a figure in `/gestion/`: French numbers, a source to read, an honest year."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from socle.calendar import date_format
from socle.forms import PlainForm, TypedDecimalField

from . import services
from .citations import formulas, is_counted_with
from .enums import ValueKind
from .models import DECIMALS, DIGITS, Figure
from .selectors import registry
from .shape import FACT_TOKEN, Range

YEARS = re.compile(r"(?<!\d)\d{4}(?!\d)")
# What may be said of a year to come.
AHEAD = ("objectif", "échéance")
FIRST_YEAR = 1900
WHOLE = 100
# Delays that dates are counted with, by unit: whole, and at most so many.
LONGEST = {"jours": 365, "mois": 24}


def _number(label: str, help_text: str) -> TypedDecimalField:
    return TypedDecimalField(
        label=label,
        help_text=help_text,
        required=False,
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        error_messages={
            "invalid": "Écrivez un nombre, par exemple 0,101 ou 1 250.",
            "max_decimal_places": f"{DECIMALS} chiffres après la virgule au plus.",
            "max_digits": "Ce nombre est trop grand.",
            "max_whole_digits": "Ce nombre est trop grand.",
        },
    )


class FigureForm(WagtailAdminModelForm):
    """A figure, whole. Valid, the services save it: with its history, and seen everywhere."""

    low = _number("Valeur, ou borne basse", "Par exemple 0,101 ou 1 250. Une année : 2028.")
    high = _number("Borne haute", "Seulement pour deux bornes.")

    class Meta:
        model = Figure
        fields = (
            *("key", "label", "kind", "low", "high", "day", "unit", "is_rise", "boundary"),
            *("measure", "perimeter", "subject", "year", "source_name", "source_url"),
            *("is_offline", "is_law", "read_as_of", "status", "checked_on", "valid_until"),
        )
        labels: ClassVar[dict[str, str]] = {"kind": "Nature de la valeur"}
        help_texts: ClassVar[dict[str, str]] = {
            "key": "Les textes citent le chiffre par cette clé, qui ne changera plus : "
            "co2_gaz se cite [fait:co2_gaz].",
            "label": "Ce que les gens lisent à côté du chiffre.",
            "day": "Seulement pour une date.",
            "boundary": "Deux valeurs qui ne comptent pas la même chose ne se comparent pas.",
            "measure": "Par exemple : toutes taxes comprises, abonnement et consommation.",
            "perimeter": "Par exemple : moyenne nationale des réseaux de chaleur.",
            "subject": "Le même mot pour tous les chiffres que plusieurs sources donnent d’une "
            "même chose : ils sont montrés ensemble. Laissez vide s’il n’y en a qu’un.",
            "year": "2024, ou « article 14-2 », « objectif 2030 », « année non précisée ».",
            "source_name": "L’organisme et le nom du document.",
            "source_url": "L’adresse de la page où le chiffre a été lu.",
            "is_offline": "Un document sur papier, ou retiré du web : la source est citée sans "
            "lien.",
            "status": "« Vu à la source » : quelqu’un a lu le texte ou le document lui-même, et "
            "non un article qui en parle.",
            "read_as_of": "Pour un texte de loi : la date de la version lue.",
            "checked_on": "Le jour où le chiffre a été comparé avec sa source.",
            "valid_until": "Passé ce jour, le public lit que la valeur est à vérifier, et vous "
            "êtes prévenus. Vide : pas de terme connu.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "unit": {"invalid_choice": "Unité inconnue : choisissez-la dans la liste."},
            "key": {"unique": "Cette clé sert déjà, ou a servi à un chiffre retiré."},
            "source_url": {"invalid": "Écrivez une adresse entière, qui commence par https://."},
        }

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key in formulas():
            raise ValidationError("Cette clé est celle d’un chiffre calculé.")
        return key

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise ValidationError("Ce jour est dans le futur.")
        return day

    def clean_read_as_of(self) -> Any:
        day = self.cleaned_data["read_as_of"]
        if day and day > timezone.localdate():
            raise ValidationError("Cette version du texte est dans le futur.")
        return day

    def clean_year(self) -> str:
        """A year to come is refused, unless it is said to be a goal or a term."""
        year: str = " ".join(self.cleaned_data["year"].split())
        if year.lower().startswith(AHEAD):
            return year
        found = [int(one) for one in YEARS.findall(year)]
        if any(one > timezone.localdate().year for one in found):
            raise ValidationError(
                "Cette année est dans le futur. Pour un but ou un terme, écrivez par exemple "
                "« objectif 2030 »."
            )
        if year.isdigit() and (not found or found[0] < FIRST_YEAR):
            raise ValidationError("Écrivez une année en quatre chiffres, par exemple 2024.")
        return year

    def clean_measure(self) -> str:
        return self._quoting("measure")

    def clean_perimeter(self) -> str:
        return self._quoting("perimeter")

    def _quoting(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        known = registry().facts
        unknown = [key for key in FACT_TOKEN.findall(text) if key not in known]
        if unknown:
            raise ValidationError(f"Ce chiffre n’existe pas : {', '.join(unknown)}.")
        if self.instance.key and f"[fait:{self.instance.key}]" in text:
            raise ValidationError("Un chiffre ne se cite pas lui-même.")
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        self._clean_address(data)
        self._clean_value(data)
        until, checked = data.get("valid_until"), data.get("checked_on")
        if until and checked and until < checked:
            message = (
                "Ce jour est avant celui où le chiffre a été relu : donnez ce jour ou un suivant."
            )
            self.add_error("valid_until", message)
        return data

    def _clean_address(self, data: dict[str, Any]) -> None:
        """An address, or the word that there is none; never both."""
        if "source_url" in self.errors:
            return
        if data.get("source_url") and data.get("is_offline"):
            message = "Vous avez donné une adresse : décochez cette case, ou retirez l’adresse."
            self.add_error("is_offline", message)
        elif not data.get("source_url") and not data.get("is_offline"):
            message = (
                "Donnez l’adresse où le chiffre peut être vérifié, ou cochez « la source n’a pas "
                "d’adresse publique »."
            )
            self.add_error("source_url", message)

    def _clean_value(self, data: dict[str, Any]) -> None:
        """What the kind asks for must be there; the rest is emptied."""
        kind = data.get("kind")
        low, high = data.get("low"), data.get("high")
        if kind == ValueKind.DATE:
            data |= {"low": None, "high": None, "unit": ""}
            if not data.get("day") and "day" not in self.errors:
                self.add_error("day", "Donnez la date.")
            return
        data["day"] = None
        if low is None and "low" not in self.errors:
            self.add_error("low", "Donnez la valeur.")
        if kind == ValueKind.RANGE:
            if high is None and "high" not in self.errors:
                self.add_error("high", "Donnez la borne haute.")
            elif low is not None and high is not None and low >= high:
                self.add_error("high", "La borne haute doit dépasser la borne basse.")
            return
        data["high"] = None
        if kind == ValueKind.YEAR:
            data["unit"] = ""
            if low is not None and (low % 1 or not FIRST_YEAR <= low < FIRST_YEAR + 300):
                self.add_error("low", "Écrivez une année en quatre chiffres, par exemple 2028.")

    def save(self, commit: bool = True) -> Figure:
        return services.create_figure(figure=self.instance, actor=self.for_user)


class FigureChangeForm(FigureForm):
    """The form of a figure that exists: its key stays; `seen` is the version its editor read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = True
        self.fields["key"].help_text = "La clé ne change jamais : des textes la citent."
        self.initial["seen"] = self.instance.number

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if is_counted_with(self.instance.key):
            for name in ("kind", "unit"):
                if name in data and data[name] != self.initial[name]:
                    self.add_error(name, "Le service calcule avec ce chiffre : ceci reste.")
            self._clean_counted(data)
        current = Figure.objects.get(pk=self.instance.pk)
        if "seen" not in self.errors and data["seen"] != current.number:
            self.tell_stale(current)
        return data

    def _clean_counted(self, data: dict[str, Any]) -> None:
        """A value that the service divides by or multiplies with: above 0, a share at most whole,
        a delay that ends on a day."""
        low = data.get("low")
        if low is None or data.get("kind") == ValueKind.YEAR:
            return
        if low <= 0:
            self.add_error("low", "Le service calcule avec ce chiffre : plus grand que 0.")
        elif self.instance.unit.startswith("%") and max(low, data.get("high") or low) > WHOLE:
            self.add_error("low", "Le service calcule avec ce chiffre : 100 % au plus.")
        elif (most := LONGEST.get(self.instance.unit)) and (low % 1 or low > most):
            message = f"un nombre entier de {self.instance.unit}, {most} au plus."
            self.add_error("low", f"Le service calcule des dates avec ce chiffre : {message}")

    def tell_stale(self, current: Figure) -> None:
        """Say who changed the figure meanwhile, and what it says now; what was typed stays, and a
        second save replaces theirs."""
        last = current.versions.select_related("by").first()
        who = last.by.get_username() if last and last.by else "Quelqu’un"
        when = date_format(timezone.localtime(last.at), "j F à H:i") if last else ""
        value = current.fact.text if not isinstance(current.value, Range) else current.written
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(current.number)
        message = (
            f"{who} a changé ce chiffre pendant que vous écriviez ({when}) : sa valeur est "
            f"maintenant {value} {current.unit}. Rien n’a été enregistré. Vérifiez, puis "
            "enregistrez de nouveau pour mettre la vôtre à la place."
        )
        self.add_error(None, message)

    def save(self, commit: bool = True) -> Figure:
        return services.change_figure(
            figure=self.instance, seen=self.cleaned_data["seen"], actor=self.for_user
        )


class ReturnForm(PlainForm):
    """Going back to a version."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
