"""Pages that editors compose, and what people send from them."""

from .contact import ContactMessage, ContactPage, PageComment, PageUsefulness
from .editorial import (
    DossierPage,
    EditorialPage,
    FaqPage,
    NewsPage,
    PlacePage,
    StoryPage,
)
from .events import EventPage, NewsIndexPage

__all__ = [
    "ContactMessage",
    "ContactPage",
    "DossierPage",
    "EditorialPage",
    "EventPage",
    "FaqPage",
    "NewsIndexPage",
    "NewsPage",
    "PageComment",
    "PageUsefulness",
    "PlacePage",
    "StoryPage",
]
