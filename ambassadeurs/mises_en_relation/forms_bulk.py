"""What an operator does to several prospects at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from dsfr.forms import DsfrBaseForm

from communaute.comptes.models import Membership, User

from .desks.operator import PAGE_SIZE, line_of
from .enums import DeskStatus
from .forms_desk import NOBODY, NOTE_MAX
from .models import MiseEnRelation

if TYPE_CHECKING:
    from .querysets import MiseEnRelationQuerySet

ASSIGN: Final = "confier"
MOVE: Final = "suivre"
_NO_ACT: Final = "Choisissez l’un des deux boutons."
_UNKNOWN: Final = (
    "Une demande choisie n’est plus dans votre espace. Rien n’a changé : "
    "vérifiez votre choix, puis recommencez."
)


class ProspectsField(forms.ModelMultipleChoiceField):
    """Prospects by public identifier: as many as the desk shows on a page, all of them known."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Cochez « Choisir » pour une demande au moins.",
        "too_many": f"Choisissez {PAGE_SIZE} demandes au plus à la fois.",
        "invalid_choice": _UNKNOWN,
    }

    def clean(self, value: Any) -> Any:
        if len(value or ()) > PAGE_SIZE:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            # The identifier's own message (« n’est pas un UUID ») is not for people.
            message = self.error_messages[
                "required" if error.code == "required" else "invalid_choice"
            ]
            raise forms.ValidationError(message, code=error.code) from error


class BulkForm(DsfrBaseForm):
    """Prospects given to a colleague, or moved to a status: the button says which.

    Any other than `prospects` does not exist.
    """

    demandes = ProspectsField(
        label="Demandes choisies",
        queryset=MiseEnRelation.objects.none(),
        to_field_name="public_id",
    )
    acte = forms.ChoiceField(
        label="Que faire",
        choices=[(ASSIGN, "Confier"), (MOVE, "Changer le suivi")],
        error_messages={"required": _NO_ACT, "invalid_choice": _NO_ACT},
    )
    colleague = forms.ChoiceField(label="Confier à", required=False)
    status = forms.ChoiceField(
        label="Nouveau suivi",
        choices=[("", "Choisissez un suivi"), *DeskStatus.choices],
        required=False,
    )
    note = forms.CharField(
        label="Note pour vos collègues",
        help_text="Ajoutée aux demandes qui changent de suivi. La personne ne la lit pas.",
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, prospects: MiseEnRelationQuerySet, colleagues: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demandes"].queryset = prospects  # type: ignore[attr-defined]
        self.colleagues = colleagues
        self.fields["colleague"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez un collègue"),
            *((str(one.pk), one.public_name) for one in colleagues),
            (NOBODY, "Personne"),
        ]

    @property
    def chosen(self) -> list[str]:
        """The boxes that were ticked, right or wrong."""
        return self.data.getlist("demandes") if self.is_bound else []

    @property
    def taker(self) -> User | None:
        """Nobody, when asked so."""
        wanted = self.cleaned_data["colleague"]
        return next((one for one in self.colleagues if str(one.pk) == wanted), None)

    def told(self, done: int) -> str:
        """What was done, for the person: `done` of the chosen ones changed."""
        same = len(self.cleaned_data["demandes"]) - done
        parts = []
        if done:
            parts.append(self._done(done))
        if same:
            parts.append(
                "1 demande était déjà ainsi : elle ne change pas."
                if same == 1
                else f"{same} demandes étaient déjà ainsi : elles ne changent pas."
            )
        return " ".join(parts)

    def _done(self, done: int) -> str:
        many = "s" if done > 1 else ""
        if self.cleaned_data["acte"] == ASSIGN:
            taker = f"confiée{many} à {self.taker.public_name}" if self.taker else "à confier"
            # « Paul R. » ends the sentence by itself.
            return f"{done} demande{many} {taker.removesuffix('.')}."
        status = DeskStatus(self.cleaned_data["status"])
        passed = f"{done} demande{many} passée{many} à « {status.label} »."
        if status == DeskStatus.A_TRAITER:
            return passed
        return f"{passed} {'Les personnes sont prévenues' if many else 'La personne est prévenue'}."

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("acte") == ASSIGN:
            if given.get("colleague") == "":
                self.add_error("colleague", "Choisissez à qui les confier.")
            elif given.get("colleague") and given.get("demandes"):
                self._refuse_strangers()
        elif given.get("acte") == MOVE and given.get("status") == "":
            self.add_error("status", "Choisissez le nouveau suivi.")

    def _refuse_strangers(self) -> None:
        """Who works for several operators sees the prospects of all: a colleague may not."""
        if self.taker is None:
            return
        theirs = set(
            Membership.objects.filter(user=self.taker).values_list("organisation_id", flat=True)
        )
        refused = [
            line_of(mise).title
            for mise in self.cleaned_data["demandes"]
            if mise.organisation_id not in theirs
        ]
        if refused:
            self.add_error(
                "colleague",
                f"{self.taker.public_name} ne travaille pas pour l’exploitant de : "
                f"{', '.join(refused)}. Rien n’a changé.",
            )
