"""Moderating from a text: where it stands, or among the other texts of its author."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communaute.moderation.models import Case, ModeratedContent
from communaute.moderation.perms import can_moderate_content
from communaute.moderation.registry import by_key
from communaute.moderation.services import open_own_case

from ..screen import texts_of_author


@require_safe
@login_required
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """The other texts of the author of a case, the last first, of one's territories."""
    cases = Case.objects.visible_to(request.user).for_list().select_related("author")
    found = get_object_or_404(cases.exclude(author=None), pk=pk)
    page = {"case": found, "texts": texts_of_author(request.user, found)}
    return render(request, "moderation/author.html", page)


@require_POST
@login_required
def moderate(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Go to the case of a text, opened on one's own initiative when there is none."""
    kind = by_key(key)
    if kind is None:
        raise Http404
    rows = kind.model._default_manager.select_related("author", *kind.related)
    content = cast("ModeratedContent", get_object_or_404(rows, pk=pk))
    if not can_moderate_content(request.user, content):
        raise Http404
    case = open_own_case(actor=request.user, kind=kind, content=content)  # type: ignore[arg-type]
    place = "#decision" if "masquer" in request.POST else ""
    return redirect(reverse("moderation:case", args=[case.pk]) + place)
