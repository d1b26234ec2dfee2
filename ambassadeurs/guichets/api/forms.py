"""Making or replacing the key of the partner API."""

from __future__ import annotations

from typing import Any

from django import forms

from socle.forms import PlainForm


class TokenForm(PlainForm):
    """A new key ends the former one: said and ticked when there is one."""

    replace = forms.BooleanField(
        label="J’ai compris : l’ancienne clé s’arrête tout de suite.",
        error_messages={"required": "Cochez la case pour remplacer la clé."},
    )

    def __init__(self, *args: Any, exists: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exists:
            del self.fields["replace"]
