"""What editors chose beside their pages, and that all may not see any more."""

from __future__ import annotations

from dataclasses import dataclass

from cms.models import GuidePage
from cms.pages.models import StoryPage
from cms.related.choosing import lines_of
from cms.related.widgets import Line, told


@dataclass(frozen=True, slots=True)
class Lost:
    """A page online, and what was chosen there that nobody is shown."""

    page: GuidePage | StoryPage
    lines: list[Line]


def lost_choices() -> list[Lost]:
    """By the title of the pages. Two queries, and one for each kind of thing chosen."""
    guides = GuidePage.objects.live().exclude(shown_first="").only("title", "shown_first")
    stories = StoryPage.objects.live().exclude(ambassadeur_url="").only("title", "ambassadeur_url")
    held: list[tuple[GuidePage | StoryPage, str]] = [
        *((guide, guide.shown_first) for guide in guides),
        *((story, story.ambassadeur_url) for story in stories),
    ]
    held.sort(key=lambda one: one[0].title)
    lines = iter(told("\n".join(text for _, text in held)))
    read = [(page, [next(lines) for _ in lines_of(text)]) for page, text in held]
    lost = (Lost(page, [one for one in chosen if not one.is_public]) for page, chosen in read)
    return [one for one in lost if one.lines]
