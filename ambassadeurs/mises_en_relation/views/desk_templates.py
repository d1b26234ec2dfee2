"""The operator's ready answers."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import organisations_of

from ..forms_desk import OrganisationForm, ReplyTemplateForm
from ..models import ReplyTemplate
from ..services import desk
from .desk_operator import only_for_operators


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_operators
def reply_templates(request: HttpRequest) -> HttpResponse:
    """The ready answers of one's operator, and a form for a new one."""
    mine = organisations_of(request.user, OrganisationKind.EXPLOITANT)
    choice = OrganisationForm(request.GET, organisations=mine)
    organisation = choice.chosen()
    form = ReplyTemplateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = cast(User, request.user)
        desk.save_template(actor=actor, organisation=organisation, **form.cleaned_data)
        return _back(request, organisation, "Modèle enregistré.")
    templates = ReplyTemplate.objects.filter(organisation=organisation)
    context = {"choice": choice, "form": form, "templates": templates}
    status = 422 if form.errors else 200
    return render(request, "mises_en_relation/desks/templates.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_operators
def reply_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a ready answer."""
    template = _template(request, pk)
    form = ReplyTemplateForm(
        request.POST if request.method == "POST" else None,
        initial={"title": template.title, "body": template.body},
    )
    if form.is_valid():
        desk.save_template(
            actor=cast(User, request.user),
            organisation=template.organisation,
            template=template,
            **form.cleaned_data,
        )
        return _back(request, template.organisation, "Modèle modifié.")
    context = {"form": form, "template": template}
    status = 422 if form.errors else 200
    return render(request, "mises_en_relation/desks/template.html", context, status=status)


@require_POST
@only_for_operators
def reply_template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    desk.delete_template(actor=cast(User, request.user), template=template)
    return _back(request, template.organisation, "Modèle supprimé.")


def _back(request: HttpRequest, organisation: Organisation, done: str) -> HttpResponseRedirect:
    """Say what was done, beside the ready answers of the same operator."""
    messages.success(request, done)
    query = {"organisme": organisation.pk}
    return HttpResponseRedirect(reverse("mises_en_relation:reply_templates", query=query))


def _template(request: HttpRequest, pk: int) -> ReplyTemplate:
    mine = organisations_of(request.user, OrganisationKind.EXPLOITANT)
    return get_object_or_404(
        ReplyTemplate.objects.select_related("organisation"), pk=pk, organisation__in=mine
    )
