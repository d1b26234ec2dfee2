"""Which cases are one matter, and how grave each is: written when a case opens or is reported."""

from __future__ import annotations

from django.db.models import Q

from ..models import Case
from ..triage.gravity import gravity_of
from ..triage.keys import link_key, text_key


def join_same_matter(case: Case) -> Case:
    """Put a case just opened with the open ones of the same author, text or link; those that it
    brings together become one group."""
    case.text_key, case.link_key = text_key(case.snapshot), link_key(case.snapshot)
    same = Case.objects.same_matter(case).order_by()
    groups = {one.group or one.pk for one in same.only("group")}
    if groups:
        case.group = min(groups)
        merged = Q(group__in=groups) | Q(pk__in=groups)
        Case.objects.to_decide().filter(merged).exclude(pk=case.pk).update(group=case.group)
    case.save(update_fields=["text_key", "link_key", "group"])
    return case


def weigh(case: Case, category: str, *, is_first: bool) -> None:
    """Rank a case by the gravest of what was reported; the caller stores it."""
    gravity = gravity_of(category)
    case.gravity = gravity if is_first else max(case.gravity, gravity)
