"""Several cases decided at once: a wave of spam is one decision, with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from communaute.moderation.enums import DecisionKind
from communaute.moderation.errors import ModerationError
from communaute.moderation.models import Case
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.querysets import CaseQuerySet
from communaute.moderation.queue.screen import decide_together
from communaute.moderation.registry import privacy_of, type_of
from communaute.moderation.services.assignments import is_claimed_by_colleague
from communaute.moderation.services.decisions import kinds_of_state
from communaute.moderation.services.private import is_sealed
from socle.numbers import quantity

from ..forms import LOST, QueueFilterForm, TogetherDecisionForm, TogetherForm
from ..lines import notices_of, reporters_of
from .acts import go_on, sent_decision
from .queue import require_queue

# What needs nothing said of each text; those that suit them all are offered.
KINDS = (DecisionKind.APPROVE, DecisionKind.KEEP, DecisionKind.HIDE)
ONE_BY_ONE = (
    "Ces dossiers se décident un par un : un message privé est à ouvrir, ou un collègue les "
    "examine."
)


@login_required
def together(request: HttpRequest) -> HttpResponse:
    """Read the cases chosen in the queue, then decide them all, or none."""
    require_queue(request.user)
    if request.method != "POST":
        cases = list(TogetherForm(request.GET, cases=_mine(request)).chosen()[: NUMBERS.bulk_max])
        if not cases:
            return redirect("moderation:queue")
        apart = [case for case in cases if _is_apart(request, case)]
        ready = [case for case in cases if case not in apart]
        if not ready:
            messages.info(request, ONE_BY_ONE)
            return redirect(apart[0])
        return _page(request, ready, _blank(ready), apart=apart)
    form = TogetherDecisionForm(sent_decision(request), kinds=list(KINDS))
    if not form.is_valid():
        cases = _read_again(request, form)
        gone = len(form.cleaned_data.get("lus") or {}) - len(cases)
        if gone > 0:
            form.add_error(None, _gone(gone))
        return _page(request, cases, form, status=422)
    names = ("kind", "note")
    given = {name: form.cleaned_data[name] for name in names} | {"reasons": form.reasons()}
    try:
        made = decide_together(actor=request.user, versions=form.cleaned_data["lus"], **given)  # type: ignore[arg-type]
    except ModerationError as error:
        form.add_error(None, str(error))
        return _page(request, _read_again(request, form), form, status=409)
    return go_on(request, made)


def _is_apart(request: HttpRequest, case: Case) -> bool:
    """Whether it is decided on its own page: a private text to open, or a colleague examines it."""
    return is_sealed(request.user, case) or is_claimed_by_colleague(request.user, case)


def _mine(request: HttpRequest) -> CaseQuerySet:
    """The open cases that this person may decide, most urgent first."""
    cases = Case.objects.visible_to(request.user).to_decide().within_reach_of(request.user)
    return cases.for_list()  # type: ignore[return-value]


def _blank(cases: list[Case]) -> TogetherDecisionForm:
    """The versions that are shown; no reason is chosen."""
    versions = " ".join(f"{case.pk}:{case.version}" for case in cases)
    return TogetherDecisionForm(initial={"lus": versions}, kinds=list(KINDS))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `KINDS`: the cases that allow it, and those that do not."""

    kind: DecisionKind
    name: str
    suited: list[Case]
    unsuited: list[Case]

    @property
    def query(self) -> str:
        """The end of the address where it may be decided, for those that it suits."""
        return urlencode([("dossiers", case.pk) for case in self.suited])


def _choices(cases: list[Case], private: bool | None) -> list[Choice]:
    """Each of `KINDS`, for these cases; one query for each kind of content."""
    prefetch_related_objects(cases, "target")
    allowed = [(case, kinds_of_state(case, case.target)) for case in cases]
    return [
        Choice(
            kind,
            kind.named(private=private),
            [case for case, kinds in allowed if kind in kinds],
            [case for case, kinds in allowed if kind not in kinds],
        )
        for kind in KINDS
    ]


def _read_again(request: HttpRequest, form: TogetherDecisionForm) -> list[Case]:
    """The cases of a form that was refused, still open."""
    asked = form.cleaned_data.get("lus") or {}
    return list(_mine(request).filter(pk__in=asked)[: NUMBERS.bulk_max])


def _gone(number: int) -> str:
    said = "n’attendent plus votre décision : un collègue les a décidés, ou ils sont confiés"
    if number == 1:
        said = "n’attend plus votre décision : un collègue l’a décidé, ou il est confié"
    return f"{quantity(number, 'dossier')} {said} à d’autres."


def _page(
    request: HttpRequest,
    cases: list[Case],
    form: TogetherDecisionForm,
    status: int = 200,
    apart: Sequence[Case] = (),
) -> HttpResponse:
    private = privacy_of(cases)
    choices = _choices(cases, private)
    form.offer([(one.kind.value, one.name) for one in choices if not one.unsuited])
    reporters = reporters_of(notices_of([case.pk for case in cases], together=False))
    page = {
        # Where no case is left, nothing is to correct: why is said, and not beside a field.
        "ended": "" if cases else " ".join(form.non_field_errors()) or LOST,
        "apart": apart,
        "left_out": [one for one in choices if one.suited and one.unsuited],
        "cases": [(case, type_of(case), reporters[case.pk]) for case in cases],
        "private": private,
        "form": form,
        "query": QueueFilterForm(request.GET).query,
    }
    return render(request, "moderation/together.html", page, status=status)
