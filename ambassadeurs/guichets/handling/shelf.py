"""The ready answers of an organisation: the same pages at the desks of operators and agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import organisations_of

from ..forms import OrganisationForm
from ..models import ReplyTemplate
from . import services
from .forms import ReplyTemplateForm


@dataclass(frozen=True)
class Shelf:
    """The pages of one desk: `desk`, `every`, `one` and `delete` are the names of its addresses."""

    kind: OrganisationKind
    desk_label: str
    desk: str
    every: str
    one: str
    delete: str

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """The ready answers of one's organisation, and a form for a new one."""
        mine = organisations_of(request.user, self.kind)
        choice = OrganisationForm(request.GET, organisations=mine)
        organisation = choice.chosen()
        form = ReplyTemplateForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            actor = cast(User, request.user)
            services.save_template(actor=actor, organisation=organisation, **form.cleaned_data)
            return self._back(request, organisation, "Modèle enregistré.")
        context = {
            "choice": choice,
            "form": form,
            "templates": ReplyTemplate.objects.filter(organisation=organisation),
            "shelf": self,
        }
        status = 422 if form.errors else 200
        return render(request, "guichets/templates.html", context, status=status)

    def one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a ready answer."""
        template = self._template(request, pk)
        form = ReplyTemplateForm(
            request.POST if request.method == "POST" else None,
            initial={"title": template.title, "body": template.body},
        )
        if form.is_valid():
            services.save_template(
                actor=cast(User, request.user),
                organisation=template.organisation,
                template=template,
                **form.cleaned_data,
            )
            return self._back(request, template.organisation, "Modèle modifié.")
        context = {"form": form, "template": template, "shelf": self}
        status = 422 if form.errors else 200
        return render(request, "guichets/template.html", context, status=status)

    def delete_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = self._template(request, pk)
        services.delete_template(actor=cast(User, request.user), template=template)
        return self._back(request, template.organisation, "Modèle supprimé.")

    def _back(
        self, request: HttpRequest, organisation: Organisation, done: str
    ) -> HttpResponseRedirect:
        """Say what was done, beside the ready answers of the same organisation."""
        messages.success(request, done)
        return HttpResponseRedirect(reverse(self.every, query={"organisme": organisation.pk}))

    def _template(self, request: HttpRequest, pk: int) -> ReplyTemplate:
        mine = organisations_of(request.user, self.kind)
        return get_object_or_404(
            ReplyTemplate.objects.select_related("organisation"), pk=pk, organisation__in=mine
        )
