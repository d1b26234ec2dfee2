"""The rectangle that a map asks for."""

from typing import Any

from django import forms

from socle.forms import NamedErrors

UNREADABLE = "Ces limites ne forment pas un rectangle."


class BoundsForm(NamedErrors):
    """West, south, east and north in WGS84 degrees."""

    ouest = forms.FloatField(min_value=-180, max_value=180)
    sud = forms.FloatField(min_value=-90, max_value=90)
    est = forms.FloatField(min_value=-180, max_value=180)
    nord = forms.FloatField(min_value=-90, max_value=90)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and (given["ouest"] >= given["est"] or given["sud"] >= given["nord"]):
            raise forms.ValidationError(UNREADABLE, code="order")
        return given
