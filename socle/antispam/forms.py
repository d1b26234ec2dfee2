"""Bases of the forms that anyone may send."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from ..forms import PlainForm
from .stamps import is_too_young, new_stamp, read_stamp

TOO_OLD = "Cette page était ouverte depuis longtemps. Relisez, puis envoyez de nouveau."
TOO_FAST = "C’était très rapide. Relisez, puis envoyez de nouveau."


class TrapForm(PlainForm):
    """`website` is hidden (`components/robot_trap.html`): only a robot fills it."""

    website = forms.CharField(required=False, label="Ne remplissez pas ce champ", max_length=200)

    @property
    def is_from_a_robot(self) -> bool:
        """To be asked first: a robot is answered as if it had been heard."""
        return bool(self.data.get("website", "").strip())


class StampedForm(TrapForm):
    """`stamp` says when the form was opened: nobody fills it at once, nor days after."""

    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @classmethod
    def opened(cls, **initial: object) -> Self:
        """An empty form, as it is opened now."""
        return cls(initial={"stamp": new_stamp()} | initial)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        stamp = self.data.get("stamp", "")
        if read_stamp(stamp) is None:
            raise ValidationError(TOO_OLD)
        # Whoever has something to correct will take the time.
        if is_too_young(stamp) and not self.errors:
            raise ValidationError(TOO_FAST)
        return data

    def reopened(self) -> Self:
        """The same, with all that was typed and its errors, as it is opened now."""
        if read_stamp(self.data.get("stamp", "")) is None:
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
        return self
