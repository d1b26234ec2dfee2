"""The queue of moderators: what waits, by clock then gravity, on their territories only."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from communaute.moderation.models import Case, Notice
from communaute.moderation.perms import can_see_queue
from communaute.moderation.querysets import CaseQuerySet
from communaute.moderation.services.assignments import is_claimed_by_colleague
from socle.spreadsheets import csv_response

from ...registry import label_of, mailed_text
from .. import lines
from ..forms import QueueFilterForm
from ..lines import PAGE_SIZE, CaseLine, Reporters, page_of_cases, page_of_groups, reporters_of
from ..screen import offer

CASE_TITLES = (
    "dossier",
    "nature",
    "lieu",
    "ouvert le",
    "à décider avant",
    "gravité",
    "signalements",
    "raisons",
    "état",
    "pris par",
    "confié à",
    "texte signalé",
)
CASE_TEXT_CHARS = 200


def case_rows(cases: Iterable[Case]) -> Iterator[tuple[object, ...]]:
    """Titles, then one line per case of `Case.objects.for_list()`."""
    yield CASE_TITLES
    for case in cases:
        reporters = _reporters(case)
        yield (
            case.pk,
            label_of(case),
            case.place,
            _moment(case.opened_at),
            _moment(case.due_at),
            case.get_gravity_display(),
            reporters.number,
            ", ".join(reporters.reason_labels),
            case.get_status_display(),
            case.claimed_by or "",
            case.entrusted_to or case.get_level_display(),
            Truncator(" ".join(mailed_text(case).split())).chars(CASE_TEXT_CHARS),
        )


def _reporters(case: Case) -> Reporters:
    """Who reported it, as the queue counts them; what they reported before is not asked."""
    notices = case.notices.all()
    rows = [(case.pk, one.visitor_key, one.category, one.reporter_id, 0, 0) for one in notices]
    return reporters_of(rows)[case.pk]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """The list of cases, most urgent first; those that are one matter are one line."""
    require_queue(request.user)
    counts = Case.objects.visible_to(request.user).counts(request.user, timezone.now())
    form = QueueFilterForm(request.GET, counts=counts)
    page = _page(request, form, counts)
    context = {
        "form": form,
        "page_obj": page,
        # What a colleague examines is theirs.
        "first": next(
            (one for one in page if not is_claimed_by_colleague(request.user, one.case)), None
        ),
        "has_groups": any(line.number > 1 for line in page),
        "state": form.state,
        "query": form.query,
        "undo": offer(request),
    }
    return render(request, "moderation/queue.html", context)


@require_safe
@login_required
def queue_csv(request: HttpRequest) -> HttpResponse:
    """The same cases as a file, one by one, with the same filters and the same scope; nothing
    (422) where a filter is wrong."""
    form = QueueFilterForm(request.GET)
    cases = chosen_cases(_scope(request), form, request.user)
    cases = cases.none() if form.errors else cases
    return csv_response(
        "dossiers-moderation",
        case_rows(cases.for_list().prefetch_related("notices").iterator(chunk_size=500)),
        is_refused=bool(form.errors),
    )


def _page(request: HttpRequest, form: QueueFilterForm, counts: dict[str, int]) -> Page[CaseLine]:
    """The page that is asked: the first of what is to decide is what one opens."""
    number = request.GET.get("page")
    if not form.query:
        every = range(counts["lines"])
        page: Page[Any] = Paginator(every, PAGE_SIZE).get_page(number)
        if page.number == 1:
            page.object_list = lines.first_lines(request.user)
            return page
    page_of = page_of_cases if form.state in lines.OF_THE_PAST else page_of_groups
    return page_of(chosen_cases(_scope(request), form, request.user), number)


def chosen_cases(cases: CaseQuerySet, form: QueueFilterForm, user: object) -> CaseQuerySet:
    """The cases of a filter, of those one sees."""
    chosen = cases.in_state(form.state, user)
    if form.category:
        about = Notice.objects.filter(case=OuterRef("pk"), category=form.category)
        chosen = chosen.filter(Exists(about))
    return chosen.filter(gravity=form.gravity) if form.gravity else chosen


def require_queue(user: object) -> None:
    """Raises PermissionDenied for who moderates nothing."""
    if not can_see_queue(user):
        message = "La modération est réservée aux agences locales et à l’équipe nationale."
        raise PermissionDenied(message)


def _scope(request: HttpRequest) -> CaseQuerySet:
    require_queue(request.user)
    return Case.objects.visible_to(request.user)  # type: ignore[return-value]
