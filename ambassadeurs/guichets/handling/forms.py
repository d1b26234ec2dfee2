"""What operators and agencies both type about a demande."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ambassadeurs.demandes.forms import VersionForm
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.numbers import MESSAGE_MAX, MESSAGE_MIN
from communaute.comptes.models import Membership, Organisation, User
from socle.errors import ChangedMeanwhile, get_or_no_longer
from socle.forms import DayInput, PlainForm, SharedForm
from socle.uploads import MAX_BYTES, CheckedFilesField

from ..access import acting_of
from ..models import ReplyTemplate
from . import services
from .services import WrongDay, last_day

NOTE_MAX: Final = 2000


class AssignForm(VersionForm):
    """To whom a demande is given."""

    colleague = forms.ModelChoiceField(
        label="Confiée à",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne",
        error_messages={"invalid_choice": "Cette personne ne travaille pas pour votre organisme."},
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Membership.objects.filter(organisation=organisation).values("user")
        self.fields["colleague"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=colleagues, is_active=True
        ).order_by("display_name", "pk")


class TemplateChoiceForm(PlainForm):
    """Which ready answer to write under what is typed already."""

    modele = forms.ModelChoiceField(
        label="Partir d’un modèle",
        queryset=ReplyTemplate.objects.none(),
        empty_label="Choisissez un modèle",
        error_messages={"required": "Choisissez un modèle à reprendre."},
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modele"].queryset = ReplyTemplate.objects.filter(  # type: ignore[attr-defined]
            organisation=organisation
        )

    def under(self, typed: str) -> str:
        """What is typed, then the ready answer when one is chosen."""
        chosen = self.cleaned_data["modele"].body if self.is_valid() else ""
        return "\n\n".join(part for part in (typed.rstrip(), chosen) if part)


class ReplyForm(VersionForm):
    """An answer from the desk, with files; `submission_key` makes two clicks one message. Each desk
    adds where the demande stands, in the field named `moves`: it may change alone; left as the page
    showed it (`seen`), it is "" once cleaned, and moves nothing.
    """

    moves = ""

    body = forms.CharField(
        label="Votre réponse",
        help_text=(
            "La personne la reçoit par courriel et dans ses demandes. Laissez vide pour changer "
            "seulement le suivi."
        ),
        required=False,
        min_length=MESSAGE_MIN,
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    attachments = CheckedFilesField(
        label="Joindre des fichiers",
        help_text=f"Un devis, un plan : PDF ou image, {MAX_BYTES // 2**20} Mo au plus chacun.",
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.moves].required = False
        self.now = self.initial.setdefault("seen", self.initial[self.moves])

    @property
    def lost_files(self) -> bool:
        """Files were received but nothing is sent: browsers ask for them again."""
        return bool(self.errors) and "attachments" in self.files

    def clean(self) -> dict[str, Any]:
        """Something to send or to change: files go with words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(self.moves) == (cleaned.pop("seen", "") or self.now):
            cleaned[self.moves] = ""
        if not cleaned.get("body") and "body" not in self.errors:
            if cleaned.get("attachments"):
                self.add_error("body", "Écrivez quelques mots avec vos fichiers.")
            elif not self.changes_something():
                self.add_error("body", "Écrivez votre réponse avant de l’envoyer.")
        return cleaned

    def changes_something(self) -> bool:
        """Whether the demande moves, without an answer too; a wrong choice has its own error."""
        return bool(self.cleaned_data.get(self.moves)) or self.moves in self.errors

    def act_on(self, demande: Demande) -> None:
        super().act_on(demande)
        now = demande.desk_status if self.moves == "status" else demande.state
        if self.data.get(self.moves) == self.data.get("seen"):
            self.data[self.moves] = now  # type: ignore[index]
        self.data["seen"] = now  # type: ignore[index]


class ReplyTemplateForm(SharedForm):
    """A ready answer."""

    title = forms.CharField(
        label="Titre", help_text="Pour le retrouver. La personne ne le voit pas.", max_length=100
    )
    body = forms.CharField(
        label="Texte",
        help_text="Vous pourrez le modifier avant chaque envoi.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class NoteForm(PlainForm):
    """A note for colleagues."""

    note = forms.CharField(
        label="Nouvelle note",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez la note avant de l’enregistrer."},
    )


class ComeBackForm(VersionForm):
    """The day on which one comes back to a demande."""

    day = forms.DateField(
        label="Relancer le",
        help_text="La personne n’en sait rien. Ce jour-là, qui suit la demande est prévenu.",
        widget=DayInput(),
        error_messages={"required": "Choisissez un jour."},
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day is not None and not timezone.localdate() < day <= last_day():
            raise forms.ValidationError(str(WrongDay()))
        return day


# The ready answers of an organisation: the same pages at the desks of operators and agencies.


GONE = "Ce modèle n’est pas, ou n’est plus, parmi ceux de votre organisme."


@dataclass(frozen=True)
class Shelf:
    """The pages of one desk: `desk`, `every`, `one` and `delete` are the names of its addresses."""

    desk_label: str
    desk: str
    every: str
    one: str
    delete: str

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """The ready answers of one's organisation, and a form for a new one."""
        organisation = acting_of(request).organisation
        form = ReplyTemplateForm(request.POST if request.method == "POST" else None)
        actor = request.user
        if form.saves(partial(services.save_template, actor=actor, organisation=organisation)):
            return self._back(request, "Modèle enregistré.")
        context = {
            "form": form,
            "templates": [
                (one, services.version_of_template(one))
                for one in ReplyTemplate.objects.filter(organisation=organisation)
            ],
            "shelf": self,
        }
        return render(request, "guichets/templates.html", context, status=form.http_status)

    def one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a ready answer."""
        template = self._template(request, pk)
        form = ReplyTemplateForm(
            request.POST if request.method == "POST" else None,
            initial={
                "title": template.title,
                "body": template.body,
                "version": services.version_of_template(template),
            },
        )
        actor, mine = request.user, template.organisation
        save = partial(services.save_template, actor=actor, organisation=mine, template=template)
        if form.saves(save):
            return self._back(request, "Modèle modifié.")
        if form.has_changed_meanwhile:
            template.refresh_from_db()
        context = {"form": form, "template": template, "shelf": self}
        return render(request, "guichets/template.html", context, status=form.http_status)

    def delete_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = self._template(request, pk)
        actor, version = request.user, request.POST.get("version", "")
        try:
            services.delete_template(actor=actor, template=template, version=version)
        except ChangedMeanwhile as error:
            messages.error(request, str(error))
            return redirect(self.every)
        return self._back(request, "Modèle supprimé.")

    def _back(self, request: HttpRequest, done: str) -> HttpResponse:
        """Say what was done, beside the ready answers."""
        messages.success(request, done)
        return redirect(self.every)

    def _template(self, request: HttpRequest, pk: int) -> ReplyTemplate:
        rows = ReplyTemplate.objects.select_related("organisation")
        mine = rows.filter(organisation=acting_of(request).organisation)
        return get_or_no_longer(mine, GONE, self.every, pk=pk)
