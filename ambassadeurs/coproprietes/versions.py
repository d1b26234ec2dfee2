"""What several people write together: who changed it since one's page was shown is read first."""

from __future__ import annotations

from hashlib import sha256

from django import forms

from socle.forms import PlainForm

from .errors import ChangedMeanwhile


class SharedForm(PlainForm):
    """A form of what several people write; `version` is what it was made from (`version_of`)."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    has_changed_meanwhile = False

    def refuse(self, error: ChangedMeanwhile) -> None:
        """Say that it changed: sent again, the same form acts on what is there now."""
        self.add_error(None, str(error))
        self.has_changed_meanwhile = True
        self.data = self.data.copy()  # type: ignore[assignment]
        self.data["version"] = error.version  # type: ignore[index]

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, with its label: to copy where it can no longer be saved."""
        shown = [(str(one.label), one.value()) for one in self.visible_fields()]
        return [(label, value) for label, value in shown if isinstance(value, str) and value]


def version_of(*told: object) -> str:
    """The same for the same values, and never empty."""
    return sha256(repr(told).encode()).hexdigest()
