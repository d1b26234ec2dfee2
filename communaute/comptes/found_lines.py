"""Several things found by their name, one a line: search, then choose; no script is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from communaute.territoires.models import Commune, Epci
from socle.words import normalise

from .models import User

CANDIDATES_SHOWN = 8
# Between a name and what tells it from all others: « Grenoble · 38185 ».
MARK = "·"


class Typed(str):
    """What was typed, with the keys that were ticked among the proposals."""

    __slots__ = ("chosen",)
    chosen: list[str]


class FoundLinesInput(forms.Textarea):
    """A text area; what a line may mean is proposed under it, to tick."""

    # (key, label) of the proposals.
    candidates: list[tuple[str, str]]

    def __init__(self) -> None:
        super().__init__({"rows": 4, "spellcheck": "false"})
        self.candidates = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        typed = Typed(data.get(name) or "")
        ticked = f"{name}-choix"
        typed.chosen = data.getlist(ticked) if hasattr(data, "getlist") else data.get(ticked, [])
        return typed

    def render(
        self, name: str, value: object, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        chosen = getattr(value, "chosen", [])
        shown = [key for key, _ in self.candidates]
        # What was ticked stays so when something else on the page is to correct.
        kept = format_html_join(
            "",
            '<input type="hidden" name="{}-choix" value="{}">',
            ((name, key) for key in chosen if key not in shown),
        )
        if not self.candidates:
            return format_html("{}{}", field, kept)
        boxes = format_html_join(
            "",
            '<div><label><input type="checkbox" name="{}-choix" value="{}"{}> {}</label></div>',
            (
                (name, key, mark_safe(" checked") if key in chosen else "", label)
                for key, label in self.candidates
            ),
        )
        return format_html(
            "{}{}<fieldset><legend>Cochez ce que vous cherchiez, puis enregistrez</legend>"
            "{}</fieldset>",
            field,
            kept,
            boxes,
        )


class FoundLinesField(forms.CharField):
    """Names, one a line → the objects they name.

    `key`: the column that tells one from all others; also accepted as typed. `search(text)` gives
    what a name may mean. A name that means several things is an error that proposes them.
    """

    def __init__(
        self,
        model: type[Model],
        key: str,
        *,
        search: Callable[[str], Iterable[Model]],
        unknown: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(required=False, widget=FoundLinesInput(), **kwargs)
        self.model, self.key, self.search, self.unknown = model, key, search, unknown

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value or ""
        return "\n".join(self._line(one) for one in value)

    def clean(self, value: Any) -> list[Any]:
        chosen = list(getattr(value, "chosen", []))
        lines = list(dict.fromkeys(line.strip() for line in str(value or "").splitlines()))
        lines = [line for line in lines if line]
        known = self._by_key([_tail(line) for line in lines] + chosen)
        ticked = {known[key.lower()] for key in chosen if key.lower() in known}
        found: dict[Any, Model] = {}
        missing, several = [], []
        candidates: dict[Any, Model] = {}
        for line in lines:
            exact = known.get(_tail(line).lower())
            meant = [exact] if exact is not None else list(self.search(line))[:CANDIDATES_SHOWN]
            if len(meant) > 1:
                meant = [one for one in meant if one in ticked] or meant
            if not meant:
                missing.append(line)
            elif len(meant) == 1 or set(meant) <= ticked:
                found |= {one.pk: one for one in meant}
            else:
                several.append(line)
                candidates |= {one.pk: one for one in meant}
        self._refuse(missing, several, candidates)
        return list(found.values())

    def _refuse(
        self, missing: list[str], several: list[str], candidates: Mapping[Any, Model]
    ) -> None:
        problems = []
        if missing:
            problems.append(self.unknown.format(", ".join(missing)))
        if several:
            # Each form has its own copy of the field, hence of its widget.
            self.widget.candidates = [
                (str(getattr(one, self.key)), self._line(one)) for one in candidates.values()
            ]
            names = ", ".join(f"« {line} »" for line in several)
            problems.append(f"{names} : plusieurs possibilités, cochez ci-dessous la bonne.")
        if problems:
            raise forms.ValidationError(problems)

    def _line(self, one: Model) -> str:
        return f"{getattr(one, 'public_name', None) or one} {MARK} {getattr(one, self.key)}"

    def _by_key(self, wanted: list[str]) -> dict[str, Model]:
        """By key in lower case; asked as typed, in lower and in upper case: « 2a004 » is 2A004."""
        cases = {case for one in wanted for case in (one, one.lower(), one.upper())}
        rows = self.model._default_manager.filter(**{f"{self.key}__in": cases})
        return {str(getattr(one, self.key)).lower(): one for one in rows}


def _tail(line: str) -> str:
    return line.rsplit(MARK, 1)[-1].strip()


def communes(text: str) -> list[Commune]:
    """What this name, postcode or « Grenoble (38) » may mean."""
    return Commune.objects.candidates(text, limit=CANDIDATES_SHOWN)


def epcis(text: str) -> list[Epci]:
    """The groupings of this name, else those whose name has words that begin so."""
    words = normalise(text)
    if not words:
        return []
    names = [(one, normalise(one.name)) for one in Epci.objects.all()]
    exact = [one for one, name in names if name == words]
    return exact or [one for one, name in names if f" {words}" in f" {name}"]


def people(text: str) -> list[User]:
    """Open accounts that others see under this name, or whose name has it."""
    rows = User.objects.filter(is_active=True).order_by("display_name", "pk")
    exact = list(rows.filter(display_name__iexact=text)[:CANDIDATES_SHOWN])
    return exact or list(rows.filter(display_name__icontains=text)[:CANDIDATES_SHOWN])
