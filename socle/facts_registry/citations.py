"""Where a figure is cited: in the code, in pages and their drafts, in other figures."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.urls import reverse
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision

from .models import Figure
from .shape import FACT_TOKEN, Fact, Status, Value

# Key → where, in French: what templates and the code cite.
_in_code: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Citation:
    """Something that cites a figure: its name in French, and the address to change it, if any."""

    name: str
    url: str = ""


def cite_in_code(places: Mapping[str, str]) -> None:
    """Say which keys the code of a room cites, and where people read them, once each."""
    for key, place in places.items():
        known = _in_code.setdefault(key, [])
        if place not in known:
            known.append(place)


def is_counted_with(key: str) -> bool:
    """Whether the code or a formula reads its value: neither its kind nor its unit may change."""
    return key in _in_code or any(key in one.inputs for one in formulas().values())


def places_of(key: str) -> list[Citation]:
    """All that cites a figure."""
    return [*_of_the_code(key), *_of_figures(key), *_of_pages([key]).get(key, [])]


def pages_citing(keys: Iterable[str]) -> dict[str, list[Citation]]:
    """The pages, in public or being written, that cite each of these figures."""
    return _of_pages(list(keys))


def keys_in(raw: object) -> set[str]:
    """Keys cited in the fields of a page: `[fait:cle]` in a text, a value of a block of figures."""
    written = json.dumps(raw, cls=DjangoJSONEncoder)
    return set(FACT_TOKEN.findall(written)) | set(_in_blocks(raw))


def _in_blocks(raw: object) -> Iterable[str]:
    if isinstance(raw, str) and raw.startswith(("[", "{")):
        # Streams are kept as text inside the text of a draft.
        try:
            raw = json.loads(raw)
        except ValueError:
            return
    if isinstance(raw, list):
        for one in raw:
            yield from _in_blocks(one)
    elif isinstance(raw, dict):
        value = raw.get("value")
        if raw.get("type") == "fact" and isinstance(value, dict):
            for item in value.get("facts", []):
                yield item["value"] if isinstance(item, dict) else item
        for one in raw.values():
            yield from _in_blocks(one)


def _of_the_code(key: str) -> list[Citation]:
    found = [Citation(name) for name in _in_code.get(key, [])]
    for formula in formulas().values():
        if key in formula.inputs:
            found.append(Citation(f"le calcul « {formula.model.label} »"))
    return found


def _of_figures(key: str) -> list[Citation]:
    token = f"[fait:{key}]"
    return [
        Citation(f"le chiffre « {one} »", reverse("figures_admin:edit", args=[one.pk]))
        for one in Figure.objects.cited().exclude(key=key)
        if token in one.measure or token in one.perimeter
    ]


def _of_pages(keys: list[str]) -> dict[str, list[Citation]]:
    wanted, found = set(keys), dict[str, list[Citation]]()
    if not wanted:
        return found
    latest = Page.objects.filter(has_unpublished_changes=True).values("latest_revision")
    # One that waits for its hour appears, whatever was written since.
    drafts = Revision.page_revisions.filter(Q(pk__in=latest) | Q(approved_go_live_at__isnull=False))
    written: dict[int, set[str]] = {}
    for draft in drafts:
        written.setdefault(int(draft.object_id), set()).update(keys_in(draft.content))
    for page in Page.objects.order_by("path").specific():
        cited = keys_in(get_serializable_data_for_fields(page)) | written.get(page.pk, set())
        for key in sorted(wanted & cited):
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            found.setdefault(key, []).append(Citation(f"la page « {page.title} »", address))
    return found


# What a new installation starts from, and the formulas: given by the rooms above.


_first: dict[str, Fact] = {}
_formulas: dict[str, "Formula"] = {}


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure computed from others. `model` is the fact without its value; `compute` reads the
    values of `inputs`, by key.

    One input missing: no value, and it is said. One expired: the result expires with it.
    """

    model: Fact
    inputs: tuple[str, ...]
    compute: Callable[[Mapping[str, Value]], Value]

    def over(self, facts: Mapping[str, Fact]) -> Fact:
        """The fact that these give."""
        found = [facts[key] for key in self.inputs if key in facts]
        missing = [key for key in self.inputs if key not in facts or facts[key].value is None]
        if missing:
            problem = f"Calcul impossible : il manque {', '.join(missing)}"
            return replace(self.model, value=None, status=Status.COMPUTED, problems=(problem,))
        values = {item.key: item.value for item in found if item.value is not None}
        limits = [item.valid_until for item in found if item.valid_until]
        late = [item.label for item in found if item.is_expired]
        return replace(
            self.model,
            value=self.compute(values),
            status=Status.COMPUTED,
            valid_until=min(limits, default=None),
            problems=(f"Calculé avec une valeur périmée : {', '.join(late)}",) if late else (),
        )


def start_from(facts: Iterable[Fact], formulas: Iterable[Formula] = ()) -> None:
    """Give the facts of a new installation and the formulas; twice the same changes nothing."""
    _first.update({item.key: item for item in facts})
    _formulas.update({item.model.key: item for item in formulas})


def first_facts() -> Mapping[str, Fact]:
    """The facts of a new installation, by key, in order."""
    return _first


def formulas() -> Mapping[str, Formula]:
    """The formulas, by the key of what they give."""
    return _formulas
