"""Several things found by their name, one a line: search, then choose; no script is needed."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from communaute.territoires.models import Commune
from socle.accent_search import folded_matches
from socle.numbers import quantity
from socle.words import fold, normalise

from .models import User
from .numbers import NUMBERS

CANDIDATES_SHOWN = 8
# Between a name and what tells it from all others: « Grenoble · 38185 ».
MARK = "·"
NUL = "\x00"


class Meant(NamedTuple):
    """What a line may mean; `is_whole`: it names each of these whole, not by a part."""

    found: list[Any]
    is_whole: bool = False


Search = Callable[[str], Meant]


class Typed(str):
    """What was typed, with the keys that were ticked among the proposals."""

    __slots__ = ("chosen",)
    chosen: list[str]


class FoundLinesInput(forms.Textarea):
    """A text area; what a line may mean is proposed under it, to tick."""

    # (key, label) of the proposals.
    candidates: list[tuple[str, str]]

    def __init__(self, rows: int = 4) -> None:
        super().__init__({"rows": rows, "spellcheck": "false"})
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
    """Names, one a line → the objects they name, among `rows`.

    `key`: the column that tells one from all others; also accepted as typed, unless `is_key_also`:
    what is typed like a key may be another thing's name, as a postcode is. `searching()` gives,
    for one reading of the field, what says what a name may mean. One thing named whole is taken;
    several, or one found by a part of its name, are an error that proposes them to tick.
    """

    widget_rows = 4

    def __init__(
        self,
        rows: QuerySet,
        key: str,
        *,
        searching: Callable[[], Search],
        unknown: str,
        is_key_also: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(required=False, widget=FoundLinesInput(self.widget_rows), **kwargs)
        self.rows, self.key, self.searching, self.unknown = rows, key, searching, unknown
        self.is_key_also = is_key_also

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value or ""
        return "\n".join(self._line(one) for one in value)

    def clean(self, value: Any) -> list[Any]:
        lines = _lines(super().clean(str(value or "")))
        chosen = [key for key in getattr(value, "chosen", []) if NUL not in key]
        known = self._by_key([_tail(line) for line in lines] + chosen[: NUMBERS.lines_max])
        ticked = {known[key.lower()] for key in chosen if key.lower() in known}
        search = self.searching()
        found: dict[Any, Model] = {}
        missing: list[str] = []
        proposed: dict[str, list[Model]] = {}
        for line in lines:
            meant = self._meant(line, known.get(_tail(line).lower()), search)
            shown = meant.found[:CANDIDATES_SHOWN]
            mine = [one for one in shown if one in ticked]
            if not shown:
                missing.append(line)
            elif mine or (meant.is_whole and len(shown) == 1):
                found |= {one.pk: one for one in mine or shown}
            else:
                proposed[line] = shown
        self._refuse(missing, proposed)
        return list(found.values())

    def _meant(self, line: str, exact: Model | None, search: Search) -> Meant:
        if exact is None:
            return search(line)
        if MARK in line or not self.is_key_also:
            return Meant([exact], is_whole=True)
        others = [one for one in search(line).found if one != exact]
        return Meant([exact, *others], is_whole=True)

    def _refuse(self, missing: list[str], proposed: Mapping[str, list[Model]]) -> None:
        problems = []
        if missing:
            problems.append(self.unknown.format(", ".join(missing)))
        if proposed:
            # Each form has its own copy of the field, hence of its widget.
            candidates = {one.pk: one for shown in proposed.values() for one in shown}
            self.widget.candidates = [
                (str(getattr(one, self.key)), self._line(one)) for one in candidates.values()
            ]
        for is_one, words in (
            (False, "plusieurs possibilités, cochez ci-dessous la bonne"),
            (True, "une possibilité, cochez-la ci-dessous si c’est la bonne"),
        ):
            of_these = [line for line, shown in proposed.items() if (len(shown) == 1) == is_one]
            if of_these:
                names = ", ".join(f"« {line} »" for line in of_these)
                problems.append(f"{names} : {words}.")
        if problems:
            raise forms.ValidationError(problems)

    def _line(self, one: Model) -> str:
        return f"{getattr(one, 'public_name', None) or one} {MARK} {getattr(one, self.key)}"

    def _by_key(self, wanted: list[str]) -> dict[str, Model]:
        """By key in lower case; asked as typed, in lower and in upper case: « 2a004 » is 2A004."""
        cases = {case for one in wanted for case in (one, one.lower(), one.upper())}
        rows = self.rows.filter(**{f"{self.key}__in": cases})
        return {str(getattr(one, self.key)).lower(): one for one in rows}


class FoundLineField(FoundLinesField):
    """One name → the object it names, or None when nothing is typed."""

    widget_rows = 1

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else self._line(value)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if len(found) > 1:
            raise forms.ValidationError("Une seule réponse ici : gardez une ligne, ou une case.")
        return found[0] if found else None


def _lines(text: str) -> list[str]:
    """What is on each line, once; more than one reads at a time is refused."""
    lines = list(dict.fromkeys(line for one in text.splitlines() if (line := one.strip())))
    if len(lines) > NUMBERS.lines_max:
        most = quantity(NUMBERS.lines_max, "ligne")
        message = f"Au plus {most} : il y en a {len(lines)}. Enregistrez en plusieurs fois."
        raise forms.ValidationError(message)
    return lines


def _tail(line: str) -> str:
    return line.rsplit(MARK, 1)[-1].strip()


def communes() -> Search:
    """What a name, a postcode or « Grenoble (38) » may mean."""

    def search(text: str) -> Meant:
        found = Commune.objects.candidates(text, limit=CANDIDATES_SHOWN)
        return Meant(found, all(Commune.objects.is_whole(text, one) for one in found))

    return search


def by_name(rows: QuerySet) -> Callable[[], Search]:
    """Those of a `name`, else those whose name has words that begin so."""

    def searching() -> Search:
        @cache
        def names() -> list[tuple[Model, str]]:
            return [(one, normalise(one.name)) for one in rows.all()]

        def search(text: str) -> Meant:
            words = normalise(text)
            if not words:
                return Meant([])
            whole = [one for one, name in names() if name == words]
            part = [one for one, name in names() if f" {words}" in f" {name}"]
            return Meant(whole or part, bool(whole))

        return search

    return searching


def people() -> Search:
    """Open accounts that others see under a name, or whose name has it. A name is chosen freely:
    only the address says who somebody is, so that who is found by name is always to tick.
    """

    def search(text: str) -> Meant:
        rows = User.objects.filter(is_active=True).order_by("display_name", "pk")
        found = folded_matches(rows, text, "display_name")
        named = [one for one in found if fold(one.display_name) == fold(text.strip())]
        return Meant((named or list(found))[:CANDIDATES_SHOWN])

    return search
