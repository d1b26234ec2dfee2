"""What waits for editors, as the desk and its screens read it; what they chose and few may see."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.query import PageQuerySet

from cms.models import GuidePage
from cms.pages.enums import MessageState
from cms.pages.models import ContactMessage, PageComment, StoryPage
from cms.pages.querysets import judged_pages
from cms.related_content.widgets import ChosenThing, chosen_things
from socle.search.models import MissedSearch

from ..numbers import DESK_NUMBERS
from ..related_content.related_kinds import lines_of
from .models import LinkPlace, OutgoingLink, PageReading

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Opinion:
    """A page that enough readers judged: how many, the share of « oui » in %, and how many
    comments nobody has dealt with."""

    page: Page
    votes: int
    percent: int
    comments: int


def pages_to_read(now: datetime) -> PageQuerySet:
    """Pages online that changed since their links were gathered, or that were not read for a
    while: some change without being published."""
    readings = PageReading.objects.filter(page=OuterRef("pk")).values("read_at")[:1]
    limit = now - timedelta(days=DESK_NUMBERS.days_between_checks)
    changed = (
        Q(read_at__isnull=True) | Q(read_at__lte=limit) | Q(read_at__lt=F("last_published_at"))
    )
    pages = Page.objects.live().annotate(read_at=Subquery(readings))
    return pages.filter(changed, depth__gt=1).order_by("pk")


def dead_links() -> list[OutgoingLink]:
    """The first dead links, each with the pages online that hold it in `held_by`. Two queries."""
    places = LinkPlace.objects.filter(page__live=True).select_related("page")
    held_by = Prefetch("places", places.order_by("page__title", "page_id"), to_attr="held_by")
    return list(OutgoingLink.objects.dead().prefetch_related(held_by)[: DESK_NUMBERS.links_shown])


def waiting_messages() -> dict[str, object]:
    """`count`, `oldest` (when it came, or None), and the `state` that lists them."""
    waiting = ContactMessage.objects.waiting().order_by()
    counted = waiting.aggregate(count=Count("pk"), oldest=Min("sent_at"))
    return counted | {"state": MessageState.NEW.value}


def comments(*, is_handled: bool = False) -> QuerySet[PageComment]:
    """Readers’ comments with their pages: page by page, the latest first."""
    rows = PageComment.objects.filter(handled__isnull=not is_handled).select_related("page")
    return rows.order_by("page__title", "page_id", "-day", "-pk")


def waiting_comments() -> dict[str, object]:
    """`count`, and `latest` (a day, or None)."""
    rows = PageComment.objects.filter(handled__isnull=True).order_by()
    return rows.aggregate(count=Count("pk"), latest=Max("day"))


def opinions(today: date) -> tuple[list[Opinion], list[Opinion]]:
    """The least and the most useful pages of the last months. Three queries."""
    judged = judged_pages(today - timedelta(days=DESK_NUMBERS.days_of_votes))
    least = list(judged.filter(share__lt=HALF)[: DESK_NUMBERS.pages_shown])
    most = list(judged.filter(share__gte=HALF).reverse()[: DESK_NUMBERS.pages_shown])
    shown = PageComment.objects.filter(handled__isnull=True, page__in=[*least, *most])
    counts = dict(shown.order_by().values_list("page").annotate(Count("pk")))
    return tuple(  # type: ignore[return-value]
        [
            Opinion(page, page.votes, round(100 * page.share), counts.get(page.pk, 0))
            for page in pages
        ]
        for pages in (least, most)
    )


@dataclass(frozen=True, slots=True)
class Review:
    """A page that waits for one's agreement: since when, from whom, at which step."""

    page: Page
    state: TaskState

    @property
    def author(self) -> str:
        person = self.state.workflow_state.requested_by
        return str(person) if person else ""


def sent_back(user: Any) -> list[tuple[Page, str]]:
    """The pages that this person sent for review, and of which changes are asked, in words."""
    asked = WorkflowState.STATUS_NEEDS_CHANGES
    states = WorkflowState.objects.filter(status=asked, requested_by=user)
    words = {
        int(one.object_id): one.current_task_state.comment if one.current_task_state else ""
        for one in states.select_related("current_task_state")
    }
    return [(page, words[page.pk]) for page in Page.objects.filter(pk__in=words).order_by("pk")]


def to_review(user: Any) -> list[Review]:
    """The pages that wait for the agreement of this person, the oldest first."""
    waiting = TaskState.objects.reviewable_by(user).select_related(
        "task", "workflow_state__requested_by", "workflow_state__base_content_type"
    )
    states = [
        state
        for state in waiting.order_by("started_at", "pk")
        if issubclass(state.workflow_state.base_content_type.model_class() or object, Page)
    ]
    pages = Page.objects.in_bulk({int(state.workflow_state.object_id) for state in states})
    return [
        Review(pages[key], state)
        for state in states
        if (key := int(state.workflow_state.object_id)) in pages
    ]


def late_pages(now: datetime) -> PageQuerySet:
    """The pages that the clock did not publish at their hour. One query."""
    limit = now - timedelta(minutes=DESK_NUMBERS.minutes_late)
    held = Revision.page_revisions.filter(approved_go_live_at__lte=limit)
    keys = held.annotate(key=Cast("object_id", IntegerField())).values("key")
    return Page.objects.filter(pk__in=keys).order_by("pk")


def missed_searches() -> QuerySet[MissedSearch]:
    """What most people looked for in vain."""
    return MissedSearch.objects.told().order_by("-people", "text")[: DESK_NUMBERS.searches_shown]


@dataclass(frozen=True, slots=True)
class Lost:
    """A page online, and what was chosen there that nobody is shown."""

    page: GuidePage | StoryPage
    lines: list[ChosenThing]


def lost_choices() -> list[Lost]:
    """By the title of the pages. Two queries, and one for each kind of thing chosen."""
    guides = GuidePage.objects.live().exclude(shown_first="").only("title", "shown_first")
    stories = StoryPage.objects.live().exclude(ambassadeur_url="").only("title", "ambassadeur_url")
    held: list[tuple[GuidePage | StoryPage, str]] = [
        *((guide, guide.shown_first) for guide in guides),
        *((story, story.ambassadeur_url) for story in stories),
    ]
    held.sort(key=lambda one: one[0].title)
    lines = iter(chosen_things("\n".join(text for _, text in held)))
    read = [(page, [next(lines) for _ in lines_of(text)]) for page, text in held]
    lost = (Lost(page, [one for one in chosen if not one.is_public]) for page, chosen in read)
    return [one for one in lost if one.lines]
