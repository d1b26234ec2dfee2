"""Lines of lists that say the same thing are made once in a process."""

from collections.abc import Hashable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class KeptLines:
    """Lines of one template, each found again by all that it says; forgotten together when there
    are more than `most`."""

    def __init__(self, template: str, *, most: int) -> None:
        self.template, self.most = template, most
        self.kept: dict[Hashable, SafeString] = {}

    def line(self, said: Hashable, context: dict[str, Any]) -> SafeString:
        """The line made of `context`; nothing of it may change that `said` does not hold."""
        line = self.kept.get(said)
        if line is None:
            if len(self.kept) >= self.most:
                self.kept.clear()
            line = self.kept[said] = render_to_string(self.template, context)
        return line
