"""Every input of the desks, filters included."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import Http404

from communaute.comptes.models import Organisation, User
from socle.forms import PlainForm

NOBODY: Final = "personne"
TO_COME_BACK: Final = "relancer"


class OrganisationForm(PlainForm):
    """Which of one's organisations of one kind: the first by name unless another is chosen."""

    organisme = forms.ChoiceField(label="Votre organisme", required=False)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = sorted(organisations, key=lambda one: (one.name, one.pk))
        self.fields["organisme"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in self.mine
        ]

    @property
    def has_choice(self) -> bool:
        return len(self.mine) > 1

    def chosen(self) -> Organisation:
        """Raises Http404 for an organisation that is not one's own: nothing is done in its place
        for another.
        """
        if not self.is_valid():
            raise Http404
        wanted = self.cleaned_data["organisme"]
        return next((one for one in self.mine if str(one.pk) == wanted), self.mine[0])


def colleague_choices(colleagues: list[User]) -> list[tuple[str, str]]:
    """Whose demandes to list: everybody's, nobody's, or those of a colleague."""
    return [
        ("", "Tout le monde"),
        (NOBODY, "Personne"),
        *((str(one.pk), one.public_name) for one in colleagues),
    ]


class FilterForm(PlainForm):
    """What to list; all optional, anything unknown is said beside its field."""

    @property
    def filters(self) -> dict[str, Any]:
        """The valid fields; none while one is wrong."""
        return self.cleaned_data if self.is_valid() else {}
