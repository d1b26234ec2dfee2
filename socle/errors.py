"""The one refusal of a service: whoever forgets to catch it answers 403, never 500."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import CharField, Model, QuerySet, TextField
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import resolve_url
from django.urls import reverse
from dsfr.forms import DsfrBaseForm
from wagtail.blocks import BaseStreamBlock, Block, ChooserBlock, FieldBlock, ListBlock
from wagtail.fields import StreamField

# Never shown again on the page: what is secret, and what the page itself adds.
UNSHOWN_FIELDS = {
    "csrfmiddlewaretoken",
    "code",
    "oldpassword",
    "password",
    "password1",
    "password2",
}
# Sent again, and no text of the person: where they go on, what was shown, the trap of robots.
_OF_THE_PAGE = {"fil", "lat", "lon", "lus", "next", "relire", "submission_key", "suite", "website"}
_WRITTEN = {"text", "email", "url", "tel", "search"}


class Refused(PermissionDenied):
    """A service refuses an act, for a rule or a right. `str(error)` is French, for the person.

    Rooms raise subclasses named for their reason, whose `message` is said unless they are raised
    with other words. Views that know the reason catch it and show the page again with what was
    typed; a view that does not gives the 403 page.
    """

    message = ""

    def __init__(self, *words: object) -> None:
        super().__init__(*(words or [self.message]))


class FormUsed(Refused):
    """The key of this form kept another text already: a page of before, sent again."""

    message = (
        "Cette page a déjà servi à envoyer un autre texte. Le vôtre n’est pas parti : il est "
        "dans le formulaire, envoyez-le de nouveau."
    )


class NoLonger(Refused):
    """What a page of before acts on was removed, decided or cancelled since, by the same person or
    another. `to` is where they go on: they are sent there with the sentence, or, when they typed
    something, given it back on a page that leads there (`config.views.no_longer`)."""

    def __init__(self, message: str, to: str) -> None:
        super().__init__(message)
        self.to = to


def get_or_no_longer[Row: Model](
    rows: QuerySet[Row], message: str, to: str, *args: object, **lookup: Any
) -> Row:
    """The one of these rows. Raises NoLonger, `to` and `args` being those of `redirect`, when it is
    not there: somebody who has no right to it learns nothing else."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise NoLonger(message, resolve_url(to, *args))
    return found


class ChangedMeanwhile(Refused):
    """Somebody changed it since the page was shown: `version` is the one of what is there now."""

    def __init__(self, message: str, version: str) -> None:
        super().__init__(message)
        self.version = version


def typed_texts(request: HttpRequest) -> list[str]:
    """What was written of what was sent, to give back where no form can show it again: every
    sentence, and what is in a field where one writes, were it a single word."""
    boxes, choices = set(), set()
    in_office = request.path.startswith(reverse("wagtailadmin_home"))
    try:
        sent = {name.rpartition("-")[2] for name in request.POST}
    except (MultiPartParserError, SuspiciousOperation):
        # No form of ours sends what cannot be read.
        return []
    for field_name, field in _columns() if in_office else _fields(DsfrBaseForm):
        # Choices may be rows to read.
        if field_name not in sent:
            continue
        if isinstance(field, forms.ChoiceField):
            choices |= {(field_name, str(value)) for value, _ in field.choices}  # type: ignore[str-unpack]
        elif isinstance(field, forms.CharField) and _is_box(field.widget):
            boxes.add(field_name)
    return [
        value
        for name, values in request.POST.lists()
        if name not in UNSHOWN_FIELDS | _OF_THE_PAGE
        for value in values
        if " " in value.strip()
        # A field of the same name elsewhere takes the number of a row, or one of these.
        or (
            (box := name.rpartition("-")[2]) in boxes
            and value.strip()
            and not value.isdigit()
            and (box, value) not in choices
        )
    ]


def _fields(form: type[forms.BaseForm]) -> Iterator[tuple[str, forms.Field]]:
    """Those of the forms that people see: what was sent does not say of which it is."""
    yield from getattr(form, "base_fields", {}).items()
    for kind in form.__subclasses__():
        yield from _fields(kind)


def _columns() -> Iterator[tuple[str, forms.Field]]:
    """The same in `/gestion/`: its screens are made of the columns of rows, and of the blocks of
    pages."""
    for model in apps.get_models():
        for column in model._meta.fields:
            if isinstance(column, StreamField):
                yield from _blocks(column.name, column.stream_block)
            is_text = isinstance(column, CharField | TextField) and column.editable
            if is_text and (field := column.formfield()):
                yield column.name, field


def _blocks(name: str, block: Block) -> Iterator[tuple[str, forms.Field]]:
    if isinstance(block, FieldBlock) and not isinstance(block, ChooserBlock):
        yield name, block.field
    elif isinstance(block, ListBlock):
        yield from _blocks("value", block.child_block)
    for child_name, child in getattr(block, "child_blocks", {}).items():
        yield from _blocks("value" if isinstance(block, BaseStreamBlock) else child_name, child)


def _is_box(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.Textarea) or getattr(widget, "input_type", "") in _WRITTEN
