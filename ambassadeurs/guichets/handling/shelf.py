"""The ready answers of an organisation: the same pages at the desks of operators and agencies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from communaute.comptes.models import User
from socle.errors import ChangedMeanwhile, get_or_no_longer

from ..acting import acting_of
from ..models import ReplyTemplate
from . import services
from .forms import ReplyTemplateForm

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
        actor = cast(User, request.user)
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
        actor, mine = cast(User, request.user), template.organisation
        save = partial(services.save_template, actor=actor, organisation=mine, template=template)
        if form.saves(save):
            return self._back(request, "Modèle modifié.")
        if form.has_changed_meanwhile:
            template.refresh_from_db()
        context = {"form": form, "template": template, "shelf": self}
        return render(request, "guichets/template.html", context, status=form.http_status)

    def delete_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = self._template(request, pk)
        actor, version = cast(User, request.user), request.POST.get("version", "")
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
