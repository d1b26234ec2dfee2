"""The queue as it is shown: what says the same is made once in a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from communaute.moderation.enums import QueueState
from communaute.moderation.kinds_of_contents import listed_text
from communaute.moderation.templatetags.moderation_tags import LINE_SOURCE, within
from socle.french import ago, roughly
from socle.sharing.lines import KeptLines

if TYPE_CHECKING:
    from collections.abc import Hashable

    from django.utils.safestring import SafeString

    from communaute.moderation.models import Case

    from .forms import QueueFilterForm
    from .lines import Line
    from .reporters import Reporters

# Three kilobytes each.
_LINES = KeptLines("moderation/_queue_line.html", most=1_000)
_FILTERS = KeptLines("moderation/_queue_filters.html", most=200)


def line_html(line: Line, form: QueueFilterForm, user: object) -> SafeString:
    """A line of the queue (of `for_list`); it is found again by all that it says."""
    case = line.case
    is_mine = case.is_open and case.claimed_by == user
    is_choosable = case.is_open and form.state != QueueState.ELSEWHERE
    said = (
        case.pk,
        case.content_type_id,
        listed_text(case)[:LINE_SOURCE],
        (line.key, line.number, line.same, line.gravity),
        _said_of(line.reporters),
        case.place,
        ago(case.opened_at),
        _clock(case),
        is_mine,
        str(case.claimed_by or ""),
        case.level,
        str(case.entrusted_to or ""),
        is_choosable,
        form.query,
    )
    context = {"line": line, "case": case, "query": form.query}
    return _LINES.line(said, context | {"is_mine": is_mine, "is_choosable": is_choosable})


def filters_html(form: QueueFilterForm) -> SafeString:
    """The fields of the filter, with how many cases are in each tab."""
    if not form.is_valid():
        return render_to_string("moderation/_queue_filters.html", {"form": form})
    chosen = (form.cleaned_data["etat"], form.category, form.gravity)
    tabs = tuple(form.fields["etat"].choices)  # type: ignore[attr-defined]
    return _FILTERS.line((tabs, chosen), {"form": form})


def _said_of(reporters: Reporters) -> Hashable:
    numbers = (len(reporters.accounts), reporters.visitors, reporters.judged, reporters.upheld)
    return (*reporters.reason_labels, bool(reporters.asked)), numbers


def _clock(case: Case) -> Hashable:
    """All that `_clock.html` says of a case."""
    if not case.is_open:
        return ""
    return ("late", roughly(case.due_at)) if case.is_late else ("in", within(case.due_at))
