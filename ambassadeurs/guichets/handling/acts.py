"""What one does on the page of a demande, the same at the desks of operators and agencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ambassadeurs.mises_en_relation.errors import DemandeError, NotAllowed
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.pages import thread_lines
from ambassadeurs.mises_en_relation.perms import can_write_thread
from ambassadeurs.mises_en_relation.services.messages import post_message
from communaute.comptes.models import User
from communaute.notifications.words import in_the_morning
from socle.calendar import date_format

from . import services
from .forms import AssignForm, ComeBackForm, NoteForm, ReplyForm, TemplateChoiceForm


@dataclass(frozen=True)
class Acts:
    """The acts of one desk: `find` gives a demande of this desk (404), `show` its page again with
    the form that was refused, `page` is the name of its address. NotAllowed is never shown on it:
    what the page holds is no longer theirs to read (403).
    """

    find: Callable[[HttpRequest, UUID], Demande]
    show: Callable[..., HttpResponse]
    page: str

    def assign(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        demande = self.find(request, public_id)
        form = AssignForm(request.POST, organisation=demande.organisation)
        if not form.is_valid():
            return self.show(request, demande, assign_form=form, status=422)
        colleague = form.cleaned_data["colleague"]
        told = f"{colleague.public_name} suit cette demande." if colleague else "Demande à confier."
        act = partial(services.assign, colleague=colleague)
        return self._run(request, demande, form, act, field="colleague", told=told)

    def come_back(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Choose the day one comes back to it, or none (`ne_plus`)."""
        demande = self.find(request, public_id)
        if "ne_plus" in request.POST:
            services.forget_day(actor=_actor(request), demande=demande)
            return self._done(request, public_id, "Cette demande n’est plus à relancer.")
        form = ComeBackForm(request.POST)
        if not form.is_valid():
            return self.show(request, demande, come_back_form=form, status=422)
        day = form.cleaned_data["day"]
        told = f"À relancer le {date_format(day, 'j F Y')}."
        act = partial(services.come_back, day=day)
        return self._run(request, demande, form, act, field="day", told=told)

    def note(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        demande = self.find(request, public_id)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.show(request, demande, note_form=form, status=422)
        told = "Note enregistrée. La personne ne la lit pas."
        act = partial(services.add_note, note=form.cleaned_data["note"])
        return self._run(request, demande, form, act, field="note", told=told)

    def reply(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Write in the thread from the desk, or first take up a ready answer."""
        demande = self.find(request, public_id)
        form = ReplyForm(request.POST)
        if "reprendre" in request.POST:
            return self._take_up(request, demande, form)
        if not form.is_valid():
            return self.show(request, demande, reply_form=form, status=422)
        told = (
            "Votre réponse est enregistrée. La personne la reçoit par courriel"
            f"{in_the_morning('mises_en_relation.message')}."
            " Le suivi est à jour : changez-le si besoin."
        )
        act = partial(post_message, **form.cleaned_data)
        return self._run(request, demande, form, act, field="body", told=told)

    def _take_up(self, request: HttpRequest, demande: Demande, typed: ReplyForm) -> HttpResponse:
        """The page again, the ready answer under what was typed: nothing leaves or is lost."""
        choice = TemplateChoiceForm(request.POST, organisation=demande.organisation)
        kept = {
            "body": choice.under(typed["body"].value() or ""),
            "submission_key": typed["submission_key"].value(),
        }
        return self.show(
            request,
            demande,
            template_form=choice,
            reply_form=ReplyForm(initial=kept),
            status=422 if choice.errors else 200,
        )

    def _run(
        self,
        request: HttpRequest,
        demande: Demande,
        form: forms.Form,
        act: Callable[..., object],
        *,
        field: str,
        told: str,
    ) -> HttpResponse:
        """Do `act`, then say `told`; or the page again, what was typed kept, with what the rule
        says near `field` (409)."""
        try:
            act(actor=_actor(request), demande=demande)
        except NotAllowed:
            raise
        except DemandeError as error:
            form.add_error(field, str(error))
            return self.show(request, demande, **{_NAMES[type(form)]: form}, status=409)
        return self._done(request, demande.public_id, told)

    def _done(self, request: HttpRequest, public_id: UUID, told: str) -> HttpResponse:
        messages.success(request, told)
        return redirect(self.page, public_id)


_NAMES: dict[type[forms.Form], str] = {
    AssignForm: "assign_form",
    ComeBackForm: "come_back_form",
    NoteForm: "note_form",
    ReplyForm: "reply_form",
}


def page_context(user: object, demande: Demande, given: dict[str, Any]) -> dict[str, Any]:
    """What the page of a demande shows at any desk; `given`: the forms to show as they are."""
    organisation = demande.organisation
    context: dict[str, Any] = {
        "demande": demande,
        "events": demande.events.select_related("actor"),
        "assign_form": AssignForm(
            organisation=organisation, initial={"colleague": demande.assigned_to_id}
        ),
        "come_back_form": ComeBackForm(initial={"day": demande.follow_up_on}),
        "template_form": TemplateChoiceForm(organisation=organisation),
        "note_form": NoteForm(),
        "reply_form": ReplyForm(initial={"submission_key": uuid4()}),
        "can_reply": can_write_thread(user, demande),
        # What was typed before the exchange ended stays to read and to copy.
        "shows_reply": can_write_thread(user, demande) or "reply_form" in given,
        "can_note": services.can_note(demande),
        "lines": thread_lines(user, demande),
    }
    context["failed"] = next((form for form in given.values() if form.errors), None)
    return context | given


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)
