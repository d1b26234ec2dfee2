"""What pages of the editors take from the rest of the demonstration."""

from cms.pages.models import StoryPage

from .cast import Cast

STORY, TELLER = "oser-en-parler", "tilleuls"


def lead_story_to_its_ambassador(cast: Cast) -> None:
    """The story was published before there was anybody to lead to."""
    story = StoryPage.objects.filter(slug=STORY, ambassadeur_url="").first()
    if story is not None:
        story.ambassadeur_url = cast.residences[TELLER].get_absolute_url()
        story.save_revision().publish()
