"""The form of a guide, where its editors choose."""

from ..forms import ScheduledPageForm
from .choosing import refuse_unreadable


class BesideForm(ScheduledPageForm):
    """What is chosen is checked here, not by the page: a question hidden since must not stop the
    clock from publishing what waits for its hour."""

    def clean_shown_first(self) -> str:
        text: str = self.cleaned_data["shown_first"]
        refuse_unreadable(text, is_shown=True)
        return text

    def clean_left_out(self) -> str:
        text: str = self.cleaned_data["left_out"]
        refuse_unreadable(text, is_shown=False)
        return text
