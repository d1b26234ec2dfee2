"""The list of news: what is to come, what is new, what people tell."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.fields import shared_image_field
from cms.previews import FramedPreview
from cms.querysets import visible_pages
from socle.forms import PageForm
from socle.slugs import PlainSlug

from .editorial import NewsPage, StoryPage
from .events import EventPage

# Of each kind, on a page of the list; what is to come is on the first.
A_PAGE = 12
EVENTS_SHOWN = 50


class NewsIndexPage(PlainSlug, FramedPreview, Page):
    """News, stories, and what is to come."""

    introduction = models.CharField("introduction", max_length=300, blank=True)
    share_image = shared_image_field()

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms_pages.NewsPage", "cms_pages.StoryPage", "cms_pages.EventPage"]
    template = "cms/pages/news_index_page.html"

    class Meta:
        verbose_name = "liste des actualités"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = visible_pages(NewsPage.objects.child_of(self)).order_by("-published_on", "-pk")
        stories = visible_pages(StoryPage.objects.child_of(self)).order_by("-pk")
        lists = [Paginator(rows.defer_streamfields(), A_PAGE) for rows in (news, stories)]
        # Both go on side by side: the longer one says how many pages there are.
        longest = max(lists, key=lambda one: one.num_pages)
        page_obj = longest.get_page(PageForm(request.GET).number())
        shown = [
            one.page(page_obj.number).object_list if page_obj.number <= one.num_pages else []
            for one in lists
        ]
        events = visible_pages(EventPage.objects.child_of(self)).filter(ends_at__gt=timezone.now())
        events = events.order_by("starts_at", "pk").defer_streamfields()[:EVENTS_SHOWN]
        return context | {
            "page_obj": page_obj,
            "news": shown[0],
            "stories": shown[1],
            "events": events if page_obj.number == 1 else [],
        }
