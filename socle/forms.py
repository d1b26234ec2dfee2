"""Errors of forms in plain French, each naming its field."""

import re
import uuid
from collections.abc import Callable, Mapping
from copy import copy
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from dsfr.forms import DsfrBaseForm, DsfrDjangoTemplates

from socle.errors import ChangedMeanwhile, FormUsed, Refused
from socle.numbers import decimal_words, grouped
from socle.typography import NBSP
from socle.words import without_hidden

LABEL_CHARS = 90
FIRST_YEAR = 2000
_BY_DOTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_PLACE = re.compile(r"%\((\w+)\)s")
_HOUR = re.compile(r"(\d{1,2})\s*h\s*(\d{2})?", re.IGNORECASE)
_CHOOSE = "choisissez dans la liste."
_DIGITS = "ce nombre a trop de chiffres."
# What follows « label » : for each reason Django knows; `%(…)s` are Django's own.
SAID = {
    "invalid": "ce qui est écrit ne se comprend pas. Vérifiez-le.",
    "invalid_choice": _CHOOSE,
    "invalid_list": _CHOOSE,
    "invalid_pk_value": _CHOOSE,
    "incomplete": "il manque une partie de la réponse.",
    "max_length": "%(limit_value)s caractères au plus (il y en a %(show_value)s).",
    "min_length": "%(limit_value)s caractères au moins (il y en a %(show_value)s).",
    "max_value": "%(limit_value)s au plus.",
    "min_value": "%(limit_value)s au moins.",
    "step_size": "écrivez un multiple de %(limit_value)s.",
    "max_digits": _DIGITS,
    "max_decimal_places": _DIGITS,
    "max_whole_digits": _DIGITS,
    "null_characters_not_allowed": "un signe invisible s’est glissé dans le texte. Retapez-le.",
    "missing": "le fichier n’est pas arrivé. Choisissez-le de nouveau.",
    "empty": "ce fichier est vide. Choisissez-en un autre.",
    "contradiction": "envoyez un fichier, ou cochez la case, mais pas les deux.",
    "invalid_image": "ce fichier n’est pas une image que nous savons lire.",
    "invalid_extension": "ce type de fichier n’est pas accepté (%(allowed_extensions)s).",
}
# How a value of this kind is written; the first kind that fits says it. `{day}` is a day to come.
EXAMPLE_AHEAD = timedelta(days=30)
_WRITTEN: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.FloatField, "écrivez un nombre, par exemple 12,5."),
    (forms.DecimalField, "écrivez un nombre, par exemple 12,5."),
    (forms.IntegerField, "écrivez un nombre entier, par exemple 42."),
    (forms.DateTimeField, "écrivez un jour et une heure, par exemple {day} 18:30."),
    (forms.SplitDateTimeField, "écrivez un jour et une heure, par exemple {day} et 18:30."),
    (forms.DateField, "écrivez une date qui existe, par exemple {day}."),
    (forms.TimeField, "écrivez une heure, par exemple 18:30."),
    (forms.EmailField, f"écrivez une adresse électronique, par exemple{NBSP}: nom@exemple.fr."),
    (forms.URLField, f"écrivez l’adresse d’un site, par exemple{NBSP}: https://exemple.fr."),
    (forms.FileField, "le fichier n’est pas arrivé. Choisissez-le de nouveau."),
)


def typed_in(fields: Mapping[str, forms.Field], data: QueryDict) -> list[tuple[str, str]]:
    """What was sent of the fields that people see, by their labels and as it was typed."""
    sent = [
        (str(one.label), one.widget.value_from_datadict(data, MultiValueDict(), name))
        for name, one in fields.items()
        if not one.widget.is_hidden
    ]
    told = [(label, "oui" if value is True else value) for label, value in sent]
    return [(label, value) for label, value in told if isinstance(value, str) and value.strip()]


class FormTemplates(DsfrDjangoTemplates):
    """The templates of forms of the design system, ours (`templates/forms`) before them."""

    @cached_property
    def engine(self) -> Any:
        engine = super().engine
        engine.engine.dirs.insert(0, settings.BASE_DIR / "templates/forms")
        return engine


class _Typed(forms.TextInput):
    """A box of the browser's own, which shows nothing of what it cannot read: what was typed
    stays shown, as text."""

    field: type[forms.Field]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        try:
            read = self.field(required=False).clean(value)
        except forms.ValidationError:
            context = super().get_context(name, value, attrs)
            context["widget"]["type"] = "text"
            return context
        return super().get_context(name, read, attrs)


def _closed_up(number: str) -> str:
    """A number as it was typed or pasted, without spaces nor signs that nobody sees."""
    return re.sub(r"\s", "", without_hidden(number))


class TypedDecimalField(forms.DecimalField):
    """A number as people type it: « 1 250,50 », with its unit (`units`) or without."""

    widget = forms.TextInput

    def __init__(self, *, units: tuple[str, ...] = ("€",), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._units = re.compile(rf"({'|'.join(map(re.escape, units))})\Z", re.IGNORECASE)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self._units.sub("", _closed_up(value)).replace(",", ".").replace("\u2212", "-")
            if "_" in value:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return decimal_words(value)
        return value


class TypedIntegerField(forms.IntegerField):
    """A whole number as people type it: « 10 000 », « 10.000 »."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        typed = _closed_up(value) if isinstance(value, str) else value
        if isinstance(typed, str) and _BY_DOTS.fullmatch(typed):
            typed = typed.replace(".", "")
        return super().to_python(typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric"}


class DayInput(_Typed, forms.DateInput):
    input_type, field = "date", forms.DateField

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def check_not_too_old(day: date) -> None:
    """From 2000: nothing here is older, and the first days of all are no moment of a clock."""
    if day.year < FIRST_YEAR:
        message = f"Cette date est trop ancienne : vérifiez l’année, à partir de {FIRST_YEAR}."
        raise forms.ValidationError(message, code="old")


class HourField(forms.TimeField):
    """An hour as people write it: 18:30, 18h30, 18 h."""

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str) and (typed := _HOUR.fullmatch(value.strip())):
            value = f"{typed[1]}:{typed[2] or '00'}"
        return super().to_python(value)


class HourInput(_Typed, forms.TimeInput):
    input_type, field = "time", HourField

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class LongSelect(forms.Select):
    """A list of hundreds of choices, without groups, written in one go: Django renders a template
    for each option."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        given = self.build_attrs({"name": name, **self.attrs}, attrs)
        return format_html("<select{}>{}</select>", flatatt(given), options)


def name_of(field: forms.Field, fallback: str = "") -> str:
    """The field as a sentence names it: its `short_label` or its label, without marks."""
    label = getattr(field, "short_label", "") or field.label or fallback
    return _unmarked(str(label))


@lru_cache(maxsize=1_000)
def _unmarked(label: str) -> str:
    return Truncator(unescape(strip_tags(label)).strip()).chars(LABEL_CHARS)


def bare(name: str) -> str:
    """A name without its final punctuation, to go on after it."""
    return name.rstrip(f" {NBSP}\u202f.?!:;,")


class _Said(str):
    """Words with places to fill, `%(limit_value)s`, where any other percent sign is a sign."""

    __slots__ = ()

    def __mod__(self, values: Any) -> str:
        return _PLACE.sub(lambda place: _told(values.get(place[1], "")), self)


def _told(value: Any) -> str:
    """A limit as people write it: « 10 000 », but « 2027 », which may be a year."""
    is_long = isinstance(value, int) and value >= 10_000
    return grouped(value) if is_long else str(value)


class NamedErrors(forms.Form):
    """A form whose errors name their field, wherever the form did not choose its own words."""

    def full_clean(self) -> None:
        for name, field in self.fields.items() if self.is_bound else ():
            _name_errors(field, name_of(field, name))
        super().full_clean()


class PlainForm(NamedErrors, DsfrBaseForm):
    """Base of our forms: the State's look, errors that name their field, texts that are
    seen."""

    is_refused = False
    # What `act` of `saves` returned.
    saved: Any = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if isinstance(value, str):
                data[name] = seen = without_hidden(value)
                field = self.fields.get(name)
                if value and not seen.strip() and field is not None and field.required:
                    self.add_error(name, field.error_messages["required"])
        return data

    def saves(
        self, act: Callable[..., object], *rules: type[Refused], field: str | None = None
    ) -> bool:
        """Whether it was sent, is valid, and `act`, called with what was typed, kept it. What did
        not is said in the form: fields (ValidationError), what changed meanwhile, and, near
        `field`, one of these `rules`; any other refusal goes on."""
        if not self.is_valid():
            return False
        try:
            self.saved = act(**self.cleaned_data)
        except forms.ValidationError as problem:
            self.add_error(None, problem)
        except ChangedMeanwhile as error:
            self.refuse(error)
        except rules as error:
            self.refuse(error, field)
        return not self.errors

    @property
    def http_status(self) -> int:
        """Of the page that shows it: 409 when a rule refused it, 422 when it cannot be read."""
        return 409 if self.is_refused else 422 if self.errors else 200

    def refuse(self, error: Refused, field: str | None = None) -> None:
        """Say why its service refused it; one that had served already may be sent again."""
        self.add_error(field, str(error))
        self.is_refused = True
        if isinstance(error, FormUsed):
            self.sent_again(submission_key=str(uuid.uuid4()))

    def sent_again(self, **hidden: object) -> None:
        """Shown again, it says this in place of what was sent."""
        data: Any = copy(self.data)
        for name, value in hidden.items():
            data[name] = value
        self.data = data


def _name_errors(field: forms.Field, name: str) -> None:
    own = {
        code
        for code, message in field.error_messages.items()
        if not _is_django(field, code, message)
    }
    begins = f"«{NBSP}{bare(name)}{NBSP}»{NBSP}: "
    for code, message in SAID.items():
        if code not in own:
            said = _written(field) if code == "invalid" else message
            field.error_messages[code] = _Said(f"{begins}{said}")
    if "required" not in own:
        field.error_messages["required"] = _required(field, name)


def _is_django(field: forms.Field, code: str, message: object) -> bool:
    for kind in type(field).__mro__:
        defaults = vars(kind).get("default_error_messages", {})
        if code in defaults:
            return kind.__module__.startswith("django.") and defaults[code] == message
    return False


def _written(field: forms.Field) -> str:
    said = next((said for kind, said in _WRITTEN if isinstance(field, kind)), SAID["invalid"])
    return said.replace("{day}", f"{timezone.localdate() + EXAMPLE_AHEAD:%d/%m/%Y}")


def _required(field: forms.Field, name: str) -> str:
    quoted = f"«{NBSP}{name}{NBSP}»"
    if isinstance(field, forms.BooleanField):
        return f"Cochez la case {quoted}."
    if isinstance(field, forms.FileField):
        return f"Choisissez un fichier pour {quoted}."
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Faites un choix pour {quoted}."
    return f"Répondez à {quoted}." if name.endswith("?") else f"Remplissez {quoted}."


def all_errors(form: forms.Form) -> str:
    """All that a form refuses, in one text: for what has no page to show it near the fields."""
    return " ".join(str(said) for errors in form.errors.values() for said in errors)


class PageForm(forms.Form):
    """The page of a list; anything else than a positive number is the first."""

    page = forms.IntegerField(min_value=1, required=False)

    def number(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class SharedForm(PlainForm):
    """A form of what several people write; `version` is what it was made from (`version_of`)."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    has_changed_meanwhile = False

    def refuse(self, error: Refused, field: str | None = None) -> None:
        """One that changed meanwhile, sent again, acts on what is there now."""
        super().refuse(error, field)
        if isinstance(error, ChangedMeanwhile):
            self.has_changed_meanwhile = True
            self.sent_again(version=error.version)


def version_of(*told: object) -> str:
    """The same for the same values, and never empty."""
    return sha256(repr(told).encode()).hexdigest()
