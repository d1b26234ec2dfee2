"""The operator's tools: ready answers, key of the partner API."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import organisations_of

from ..forms_desk import ReplyTemplateForm, TokenForm
from ..models import ApiToken, ReplyTemplate
from ..services import desk
from .desk_operator import only_for_operators


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_operators
def reply_templates(request: HttpRequest) -> HttpResponse:
    """The ready answers of one's operator, and a form for a new one."""
    organisation = _organisation(request)
    form = ReplyTemplateForm(request.POST or None)
    if form.is_valid():
        desk.save_template(
            actor=cast(User, request.user), organisation=organisation, **form.cleaned_data
        )
        messages.success(request, "Modèle enregistré.")
        return redirect("mises_en_relation:reply_templates")
    context = {"form": form, "templates": ReplyTemplate.objects.filter(organisation=organisation)}
    return render(
        request,
        "mises_en_relation/desks/templates.html",
        context,
        status=400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_operators
def reply_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a ready answer."""
    template = _template(request, pk)
    form = ReplyTemplateForm(
        request.POST or None, initial={"title": template.title, "body": template.body}
    )
    if form.is_valid():
        desk.save_template(
            actor=cast(User, request.user),
            organisation=template.organisation,
            template=template,
            **form.cleaned_data,
        )
        messages.success(request, "Modèle modifié.")
        return redirect("mises_en_relation:reply_templates")
    return render(
        request,
        "mises_en_relation/desks/template.html",
        {"form": form, "template": template},
        status=400 if form.is_bound else 200,
    )


@require_POST
@only_for_operators
def reply_template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    desk.delete_template(actor=cast(User, request.user), template=_template(request, pk))
    messages.success(request, "Modèle supprimé.")
    return redirect("mises_en_relation:reply_templates")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for_operators
def api_token(request: HttpRequest) -> HttpResponse:
    """Create or replace the key; it is shown in this answer only, and never again."""
    organisation = _organisation(request)
    current = (
        ApiToken.objects.filter(organisation=organisation).select_related("created_by").first()
    )
    form = TokenForm(request.POST if request.method == "POST" else None, exists=current is not None)
    context = {
        "form": form,
        "current": current,
        "organisation": organisation,
        "token": "",
        "base_url": settings.BASE_URL,
    }
    if form.is_valid():
        context["token"] = desk.rotate_token(
            actor=cast(User, request.user), organisation=organisation
        )
    status = 400 if form.is_bound and not context["token"] else 200
    return render(request, "mises_en_relation/desks/token.html", context, status=status)


def _organisation(request: HttpRequest) -> Organisation:
    """The operator one works for; the first by name for somebody who works for several."""
    return min(
        organisations_of(request.user, OrganisationKind.EXPLOITANT), key=lambda one: one.name
    )


def _template(request: HttpRequest, pk: int) -> ReplyTemplate:
    mine = organisations_of(request.user, OrganisationKind.EXPLOITANT)
    return get_object_or_404(
        ReplyTemplate.objects.select_related("organisation"), pk=pk, organisation__in=mine
    )
