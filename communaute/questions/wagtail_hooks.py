from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .errors import TagRefused
from .perms import can_keep_tags
from .tags import (
    CREATED,
    MERGED,
    SYNONYM,
    MergeForm,
    TagNameForm,
    add_synonym,
    create_tag,
    merge_tags,
    tags_for_editors,
)

URL = "questions_tags"
MENU = "Mots-clés"


class TagLog(LogFormatter):
    """What the history of the site says of an act on a tag."""

    sentence = ""

    def format_message(self, log_entry: Any) -> str:
        return self.sentence % log_entry.data


class Created(TagLog):
    label, sentence = "Créer un mot-clé", "Mot-clé « %(name)s » créé"


class GivenSynonym(TagLog):
    label, sentence = "Ajouter un synonyme", "« %(name)s » mène maintenant à ce mot-clé"


class Merged(TagLog):
    label = "Fusionner deux mots-clés"
    sentence = "« %(name)s » fusionné ici, contenus déplacés : %(moved)s"


ACTIONS = {CREATED: Created, SYNONYM: GivenSynonym, MERGED: Merged}


def _check(request: HttpRequest) -> None:
    if not can_keep_tags(request.user):
        raise PermissionDenied


def tags(request: HttpRequest) -> HttpResponse:
    """All tags, the most used first; one more."""
    _check(request)
    form = TagNameForm(request.POST or None)
    if form.is_valid():
        try:
            create_tag(actor=request.user, name=form.cleaned_data["name"])  # type: ignore[arg-type]
        except TagRefused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Mot-clé créé : chacun peut le choisir.")
            return redirect(URL)
    context = {"tags": tags_for_editors(), "form": form, **_header(MENU)}
    return render(request, "questions/admin/tags.html", context, status=_status(form))


@require_safe
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """One tag: its other words, and what it may be merged into."""
    _check(request)
    found = Tag.objects.filter(pk=pk).first()
    return _show(request, found, TagNameForm(), MergeForm()) if found else _gone(request)


@require_POST
def synonym(request: HttpRequest, pk: int) -> HttpResponse:
    """One more word for a tag."""
    _check(request)
    found, form = Tag.objects.filter(pk=pk).first(), TagNameForm(request.POST)
    if found is None:
        return _gone(request)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            add_synonym(actor=request.user, tag=found, name=name)  # type: ignore[arg-type]
        except TagRefused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"« {name} » mène maintenant à « {found} ».")
            return redirect(f"{URL}_one", pk)
    return _show(request, found, form, MergeForm())


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """All that has this tag gets another one."""
    _check(request)
    found, form = Tag.objects.filter(pk=pk).first(), MergeForm(request.POST)
    if found is None:
        return _gone(request)
    if form.is_valid():
        target = form.cleaned_data["target"]
        try:
            moved = merge_tags(actor=request.user, source=found, target=target)  # type: ignore[arg-type]
        except TagRefused as error:
            form.add_error("target", str(error))
        else:
            messages.success(request, f"« {found} » mène à « {target} ». Déplacés : {moved}.")
            return redirect(f"{URL}_one", target.pk)
    return _show(request, found, TagNameForm(), form)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Ce mot-clé n’existe plus : il est déjà réuni à un autre.")
    return redirect(URL)


def _show(
    request: HttpRequest, found: Tag, form: forms.Form, merge_form: forms.Form
) -> HttpResponse:
    context = {
        "tag": found,
        "synonyms": found.synonyms.all(),
        "form": form,
        "merge_form": merge_form,
        **_header(found.name),
    }
    status = max(_status(form), _status(merge_form))
    return render(request, "questions/admin/tag.html", context, status=status)


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200


def _header(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "header_icon": "tag"}


URLS = [
    path("mots-cles/", tags, name=URL),
    path("mots-cles/<int:pk>/", tag, name=f"{URL}_one"),
    path("mots-cles/<int:pk>/synonyme/", synonym, name=f"{URL}_synonym"),
    path("mots-cles/<int:pk>/fusionner/", merge, name=f"{URL}_merge"),
]


class TagsMenuItem(MenuItem):
    """In the menu of those who may act on it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_keep_tags(request.user)


def menu_item() -> MenuItem:
    return TagsMenuItem(MENU, reverse(URL), icon_name="tag", order=640)


@hooks.register("register_admin_urls")
def tags_urls() -> list[URLPattern]:
    return URLS


@hooks.register("register_settings_menu_item")
def tags_menu_item() -> MenuItem:
    return menu_item()


@hooks.register("register_log_actions")
def tags_log(actions: LogActionRegistry) -> None:
    for action, formatter in ACTIONS.items():
        actions.register_action(action)(formatter)
