"""The forms of pages whose editors choose what is beside them."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from ..forms import ScheduledPageForm
from .kinds import refuse_unreadable
from .widgets import SPEAKERS


class StoryForm(ScheduledPageForm):
    """Of a story, which leads to the page of who tells it."""

    def clean_ambassadeur_url(self) -> str:
        text: str = self.cleaned_data["ambassadeur_url"]
        refuse_unreadable(text, is_shown=True, source=SPEAKERS)
        return text


class BesideForm(ScheduledPageForm):
    """What is chosen is checked here, not by the page: a question hidden since must not stop the
    clock from publishing what waits for its hour."""

    def clean_tags(self) -> list[str]:
        """A word without letter nor figure would have a page without address."""
        names: list[str] = self.cleaned_data["tags"]
        if nameless := [name for name in names if not slugify(name)]:
            message = f"Un thème a des lettres ou des chiffres : retirez « {nameless[0]} »."
            raise ValidationError(message)
        return names

    def clean_shown_first(self) -> str:
        text: str = self.cleaned_data["shown_first"]
        refuse_unreadable(text, is_shown=True)
        return text

    def clean_left_out(self) -> str:
        text: str = self.cleaned_data["left_out"]
        refuse_unreadable(text, is_shown=False)
        return text
