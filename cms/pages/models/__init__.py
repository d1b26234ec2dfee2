"""Pages that editors compose, and what people send from them."""

from .contact import ContactMessage, ContactPage
from .editorial import (
    DossierPage,
    EditorialPage,
    FaqPage,
    NewsPage,
    PlacePage,
    StoryPage,
)
from .events import EventPage
from .news import NewsIndexPage
from .usefulness import PageComment, PageUsefulness

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
