"""Lines and filters of the desks: those that say the same are made once in a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from communaute.moderation.templatetags.moderation_tags import within
from socle.french import roughly
from socle.sharing.lines import KeptLines

if TYPE_CHECKING:
    from collections.abc import Hashable

    from django.forms import Form
    from django.utils.safestring import SafeString

    from .lines import DeskLine

# Three kilobytes each, more where the networks are many.
_FILTERS = KeptLines("guichets/_filters.html", most=200)


def clock_said(line: DeskLine) -> Hashable:
    """All that `_clock.html` says of a line."""
    demande = line.demande
    words: Hashable = demande.state
    if line.is_waiting:
        words = ("late", roughly(line.due_at)) if line.is_late else ("in", within(line.due_at))
    return words, demande.follow_up_on, line.is_to_come_back


def filters_html(form: Form) -> SafeString:
    """The fields of a filter; kept while nothing is chosen, by all that one may choose."""
    if is_filled(form):
        return render_to_string("guichets/_filters.html", {"form": form})
    return _FILTERS.line((type(form), choices_of(form)), {"form": form})


def is_filled(form: Form) -> bool:
    """Whether something was typed or chosen, right or wrong."""
    return form.is_bound and any(form.data.get(name) for name in form.fields)


def choices_of(form: Form) -> Hashable:
    """All that one may choose in this form."""
    return tuple(
        tuple(field.choices) for field in form.fields.values() if hasattr(field, "choices")
    )
