"""The index of spaces, one space, and its description."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communaute.comptes.models import User
from communaute.questions.enums import SpaceKind
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Space
from communaute.questions.querysets import mark_followed
from communaute.questions.reading.lists import is_narrowed, question_list
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.parameters import varies_with
from socle.public_pages import cached_for_community, touch_public_pages

from ..forms import STAGE_FILTER, DescriptionForm, FindSpaceForm, ListForm
from .people import answering_in, usual_days
from .perms import can_describe, is_among
from .search import find_spaces, index_found, liveliest_spaces


@transaction.atomic
def describe_space(*, actor: User, space: Space, description: str, version: str = "") -> Space:
    """Say what a space is for; an empty text gives the usual sentence back. `version` is that of
    the page (`version_of_space`; empty: of no page).

    Raises QuestionNotAllowed for somebody else than the agency, an editor or the national team;
    ChangedMeanwhile.
    """
    if not can_describe(actor, space):
        message = "Seules l’agence du territoire et l’équipe du site décrivent un espace."
        raise QuestionNotAllowed(message)
    now = version_of_space(Space.objects.select_for_update(of=("self",)).get(pk=space.pk))
    # Sent twice, it is there already.
    if version not in ("", now) and now != version_of(description):
        message = "Quelqu’un vient de décrire cet espace, ou vous dans une autre fenêtre."
        raise ChangedMeanwhile(message, now)
    Space.objects.filter(pk=space.pk).update(description=description)
    space.description = description
    index_found([space.pk])
    touch_public_pages()
    return space


def version_of_space(space: Space) -> str:
    """What the page that describes a space shows of it, for `describe_space`."""
    return version_of(space.description)


@varies_with(FindSpaceForm)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every space can be found here: by kind, by its name, by its commune."""
    words = FindSpaceForm(request.GET).words()
    context = {
        "words": words,
        "found": find_spaces(words) if words else [],
        "groups": [] if words else liveliest_spaces(),
    }
    return render(request, "questions/spaces/index.html", context)


@varies_with()
@require_safe
def departements(request: HttpRequest) -> HttpResponse:
    """The spaces of all territories, in the order of their numbers."""
    spaces = Space.objects.filter(kind=SpaceKind.TERRITORY).order_by("departement", "title", "pk")
    return render(request, "questions/spaces/departements.html", {"spaces": spaces})


@varies_with(ListForm)
@require_safe
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """One space: who answers here, its questions."""
    spaces = Space.objects.for_page(request.user)
    found = get_object_or_404(mark_followed(spaces, request.user), slug=slug)
    form = ListForm(request.GET)
    filters = form.filters() | {"espace": found}
    is_beginning = not is_narrowed(filters) and not form.place()
    answering = (
        cached_for_community(
            request, f"questions:answering-1:{found.pk}", partial(answering_in, found)
        )
        if is_beginning
        else None
    )
    context = {
        "space": found,
        "filters": filters,
        "listed": question_list(
            filters, form.place(), known=found.questions_count, reader=request.user
        ),
        "stages": STAGE_FILTER,
        "is_filtered": is_narrowed(filters),
        "answering": answering,
        "usual_days": usual_days(found) if is_beginning else None,
        "may_describe": answering is not None
        and (found.reader_is_editor or is_among(request.user, answering.agencies)),
    }
    return render(request, "questions/space.html", context)


@never_cache
@login_required
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """What a space is for, in the words of those who keep it."""
    found = get_object_or_404(Space, slug=slug)
    if not can_describe(request.user, found):
        message = "Seules l’agence du territoire et l’équipe du site décrivent un espace."
        raise QuestionNotAllowed(message)
    form = DescriptionForm(
        request.POST if request.method == "POST" else None,
        initial={"description": found.description, "version": version_of_space(found)},
    )
    if form.saves(partial(describe_space, actor=request.user, space=found)):
        messages.success(request, "La description est publiée.")
        return redirect(found)
    context = {"space": found, "form": form}
    return render(request, "questions/spaces/describe.html", context, status=form.http_status)
