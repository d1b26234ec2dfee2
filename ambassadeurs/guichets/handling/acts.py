"""What one does on the page of a demande, the same at the desks of operators and agencies."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ambassadeurs.demandes.errors import ActedMeanwhile, DemandeError, NotAllowed
from ambassadeurs.demandes.forms import VersionForm
from ambassadeurs.demandes.models import Demande, DeskAct
from ambassadeurs.demandes.pages import thread_lines
from ambassadeurs.demandes.perms import can_write_thread
from ambassadeurs.demandes.undo import draft_key, find_unsent, offer, remember
from communaute.questions.text_pipeline import session_drafts
from socle.calendar import date_format

from . import services
from .forms import AssignForm, ComeBackForm, NoteForm, ReplyForm, TemplateChoiceForm


@dataclass(frozen=True)
class Acts:
    """The acts of one desk: `find` gives a demande of this desk (404), `show` its page again with
    the form that was refused, `page` is the name of its address; `reply_form` makes the form of an
    answer to a demande, `answer` does what it says. NotAllowed is never shown on the page: what it
    holds is no longer theirs to read (403).
    """

    find: Callable[[HttpRequest, UUID], Demande]
    show: Callable[..., HttpResponse]
    page: str
    reply_form: Callable[..., ReplyForm]
    answer: Callable[..., DeskAct | None]

    def assign(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        demande = self.find(request, public_id)
        form = AssignForm(request.POST, organisation=demande.organisation)
        if not form.is_valid():
            return self.show(request, demande, assign_form=form, status=422)
        colleague = form.cleaned_data["colleague"]
        told = f"{colleague.public_name} suit cette demande." if colleague else "Demande à confier."
        act = partial(services.assign, colleague=colleague, version=form.cleaned_data["version"])
        return self.run(request, demande, form, act, field="colleague", told=told)

    def come_back(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Choose the day one comes back to it, or none (`ne_plus`)."""
        demande = self.find(request, public_id)
        form = ComeBackForm(request.POST)
        if "ne_plus" in request.POST:
            form.fields["day"].required = False
        if not form.is_valid():
            return self.show(request, demande, come_back_form=form, status=422)
        day, version = form.cleaned_data["day"], form.cleaned_data["version"]
        if "ne_plus" in request.POST:
            told, act = "Cette demande n’est plus à relancer.", partial(services.forget_day)
        else:
            told = f"À relancer le {date_format(day, 'j F Y')}."
            act = partial(services.come_back, day=day)
        act = partial(act, version=version)
        return self.run(request, demande, form, act, field="day", told=told)

    def note(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        demande = self.find(request, public_id)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.show(request, demande, note_form=form, status=422)
        told = "Note enregistrée. La personne ne la lit pas."
        act = partial(services.add_note, note=form.cleaned_data["note"])
        return self.run(request, demande, form, act, field="note", told=told)

    def reply(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Write in the thread from the desk, move the demande, or both; or first take up a ready
        answer."""
        demande = self.find(request, public_id)
        form = self.reply_form(demande, request.POST, request.FILES)
        if "reprendre" in request.POST:
            return self._take_up(request, demande, form)
        if not form.is_valid():
            return self.show(request, demande, reply_form=form, status=422)
        given = dict(form.cleaned_data)
        act = partial(self.answer, files=given.pop("attachments") or (), **given)
        return self.run(request, demande, form, act, field="body", told="C’est noté.")

    def _take_up(self, request: HttpRequest, demande: Demande, typed: ReplyForm) -> HttpResponse:
        """The page again, the ready answer under what was typed: nothing leaves or is lost."""
        choice = TemplateChoiceForm(request.POST, organisation=demande.organisation)
        kept = {name: typed[name].value() for name in typed.fields if name != "attachments"}
        kept["body"] = choice.under(kept["body"] or "")
        return self.show(
            request,
            demande,
            template_form=choice,
            reply_form=self.reply_form(demande, initial=kept),
            status=422 if choice.errors else 200,
        )

    def run(
        self,
        request: HttpRequest,
        demande: Demande,
        form: VersionForm | NoteForm,
        act: Callable[..., object],
        *,
        field: str,
        told: str,
    ) -> HttpResponse:
        """Do `act`, then say `told`, or what may be taken back; or the page again, what was typed
        kept, with what the rule says near `field` or what was done meanwhile (409)."""
        try:
            done = act(actor=request.user, demande=demande)
        except NotAllowed:
            raise
        except ActedMeanwhile as error:
            return self._acted_meanwhile(request, demande, form, error)
        except DemandeError as error:
            form.refuse(error, error.field or field)
            return self.show(request, demande, **{_name_of(form): form}, status=409)
        back = reverse(self.page, args=[demande.public_id])
        session_drafts.drop(request, draft_key(demande.public_id))
        if not isinstance(done, DeskAct) or not remember(
            request, [done], back=back, typed=_typed(form)
        ):
            messages.success(request, told)
        return redirect(back)

    def _acted_meanwhile(
        self,
        request: HttpRequest,
        demande: Demande,
        form: VersionForm | NoteForm,
        error: ActedMeanwhile,
    ) -> HttpResponse:
        """The demande as it is now, what was done, and what this person had typed."""
        demande = self.find(request, demande.public_id)
        form.add_error(None, str(error))
        if isinstance(form, VersionForm):
            form.act_on(demande)
        again = {_name_of(form): form, "meanwhile": error}
        return self.show(request, demande, **again, status=409)


def _typed(form: forms.Form) -> dict[str, Any]:
    """What was typed and chosen, to find again; no file, and nothing that the page itself says."""
    shown = [one for one in form.visible_fields() if one.name != "attachments"]
    return {one.name: one.value() for one in shown}


def _name_of(form: forms.Form) -> str:
    """The name of this form on the page."""
    names = {AssignForm: "assign_form", ComeBackForm: "come_back_form", NoteForm: "note_form"}
    return names.get(type(form), "status_form" if "body" not in form.fields else "reply_form")


def page_context(request: HttpRequest, demande: Demande, given: dict[str, Any]) -> dict[str, Any]:
    """What the page of a demande shows at any desk; `given`: the forms to show as they are."""
    organisation, user = demande.organisation, request.user
    seen = {"version": demande.version}
    context: dict[str, Any] = {
        "demande": demande,
        "events": demande.events.select_related("actor"),
        "assign_form": AssignForm(
            organisation=organisation, initial={"colleague": demande.assigned_to_id, **seen}
        ),
        "come_back_form": ComeBackForm(initial={"day": demande.follow_up_on, **seen}),
        "template_form": TemplateChoiceForm(organisation=organisation),
        "note_form": NoteForm(),
        "can_reply": can_write_thread(user, demande),
        # What was typed before the exchange ended stays to read and to copy.
        "shows_reply": can_write_thread(user, demande) or "reply_form" in given,
        "undos": offer(request, on=demande),
        "unsent": find_unsent(request, demande),
        "meanwhile": None,
        "can_note": services.can_note(demande),
        "lines": thread_lines(user, demande),
    }
    sent = [form for form in given.values() if isinstance(form, forms.Form)]
    context["failed"] = next((form for form in sent if form.errors), None)
    return context | given
