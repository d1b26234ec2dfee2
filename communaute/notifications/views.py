"""What the service told me, by thread; reading it changes nothing. Mails received again."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from socle.forms import PageForm

from .models import Notification
from .numbers import NUMBERS
from .outbox.bounces import resume
from .preferences.forms import ThreadForm
from .querysets import NotificationQuerySet
from .services import mark_all_read, mark_thread_read

PER_PAGE = 20
LINES_SHOWN = 3
LINES_OF_ONE = 200


@dataclass(frozen=True)
class NotificationThread:
    """One thread of the list: its latest lines, how many more there are, how many are not read.
    What is told again of the same page in the same words counts among the others."""

    key: str
    lines: list[Notification]
    more: int
    unread: int


@login_required
@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """Thread by thread; or all that was told in one of them (`fil`)."""
    mine, form = Notification.objects.visible_to(request.user), ThreadForm(request.GET)
    one = form.cleaned_data["fil"] if form.is_valid() else ""
    if one:
        mine = mine.filter(thread=one)
    page = Paginator(mine.by_thread(), PER_PAGE).get_page(PageForm(request.GET).number())
    context = {
        "page_obj": page,
        "one": one,
        "threads": _threads(mine, page, all_lines=bool(one)),
        "has_unread": mine.unread().exists(),
        "days": NUMBERS.line_days,
    }
    return render(request, "notifications/list.html", context)


def _threads(
    mine: NotificationQuerySet, page: Page, *, all_lines: bool
) -> list[NotificationThread]:
    rows = list(page)
    lines: dict[str, list[Notification]] = {row["thread"]: [] for row in rows}
    for line in mine.latest_of_each(lines, most=LINES_OF_ONE if all_lines else LINES_SHOWN):
        shown = lines[line.thread]
        if all_lines or (line.title, line.url) not in [(each.title, each.url) for each in shown]:
            shown.append(line)
    return [
        NotificationThread(
            row["thread"],
            lines[row["thread"]],
            row["lines"] - len(lines[row["thread"]]),
            row["unread_lines"],
        )
        for row in rows
    ]


@login_required
@require_POST
def read_thread(request: HttpRequest) -> HttpResponse:
    """By the button of a page, or by the page itself as it is read (it waits for no answer)."""
    form = ThreadForm(request.POST)
    if form.is_valid():
        mark_thread_read(actor=request.user, thread=form.cleaned_data["fil"])  # type: ignore[arg-type]
        if form.cleaned_data["seul"]:
            return HttpResponse(status=204)
        return redirect(form.next_path() or "notifications:list")
    return redirect("notifications:list")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Toutes vos notifications sont marquées comme lues.")
    return redirect("notifications:list")


@login_required
@require_POST
def resume_mails(request: HttpRequest) -> HttpResponse:
    """Mails leave again for one's address; pressed twice, it changes nothing more."""
    resume(actor=request.user)
    messages.success(request, "C’est noté : nous vous écrivons de nouveau par courriel.")
    return redirect("comptes:profile")
