"""The fields of what editors choose: a list put in order, filled from the lists of `chooser`.

What is sent is the text that the field holds, one address a line: `static/js/cms/choices.js` keeps
it equal to the list.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify

from ..forms import ScheduledPageForm
from .related_kinds import LINES_MAX, RelatedKind, all_kinds, lines_of, refuse_unreadable, thing_at

# Whose ambassadors tell a story.
SPEAKERS = "coproprietes"


@dataclass(frozen=True, slots=True)
class ChosenThing:
    """One thing chosen: its address as kept, and what an editor reads of it. `is_public`: whether
    all may see it; what nobody may is told by its address alone."""

    address: str
    label: str
    title: str
    detail: str = ""
    is_public: bool = True


class ThingsChooser(forms.Textarea):
    """Several things, in order."""

    template_name = "cms/related_content/things.html"
    sources: tuple[str, ...] = ()
    most = LINES_MAX

    class Media:
        js = (
            "wagtailadmin/js/modal-workflow.js",
            "wagtailadmin/js/chooser-modal.js",
            "js/cms/choices.js",
        )

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With the templates of pages, not with those of Django's fields."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        choosers = [
            {"label": kind.label, "url": reverse(f"beside_{kind.source}:choose")}
            for kind in all_kinds()
            if kind.source in (self.sources or (kind.source,))
        ]
        lines = chosen_things(value or "")
        return context | {"lines": lines, "choosers": choosers, "most": self.most}


class SpeakerChooser(ThingsChooser):
    """One copropriété ambassadrice."""

    sources = (SPEAKERS,)
    most = 1


def chosen_things(text: str) -> list[ChosenThing]:
    """What an editor reads of each line of a field. One query for each kind that it names."""
    found = [(line, thing_at(line)) for line in lines_of(text)]
    keys: dict[RelatedKind, list[int]] = {}
    for kind, key in (thing for _, thing in found if thing):
        keys.setdefault(kind, []).append(key)
    public = {(kind, key): one for kind in keys for key, one in kind.public(keys[kind]).items()}
    lines = []
    for address, thing in found:
        label = thing[0].label if thing else "Adresse"
        known = public.get(thing) if thing else None
        if known is None:
            lines.append(ChosenThing(address, label, address, is_public=False))
        else:
            lines.append(ChosenThing(address, label, known.title, known.detail))
    return lines


# The forms of pages whose editors choose what is beside them.


class StoryForm(ScheduledPageForm):
    """Of a story, which leads to the page of who tells it."""

    def clean_ambassadeur_url(self) -> str:
        text: str = self.cleaned_data["ambassadeur_url"]
        refuse_unreadable(text, is_shown=True, source=SPEAKERS)
        return text


class BesideForm(ScheduledPageForm):
    """What is chosen is checked here, not by the page: a question hidden since must not stop the
    clock from publishing what waits for its hour."""

    def clean_tags(self) -> list[str]:
        """A word without letter nor figure would have a page without address."""
        names: list[str] = self.cleaned_data["tags"]
        if nameless := [name for name in names if not slugify(name)]:
            message = f"Un thème a des lettres ou des chiffres : retirez « {nameless[0]} »."
            raise ValidationError(message)
        return names

    def clean_shown_first(self) -> str:
        text: str = self.cleaned_data["shown_first"]
        refuse_unreadable(text, is_shown=True)
        return text

    def clean_left_out(self) -> str:
        text: str = self.cleaned_data["left_out"]
        refuse_unreadable(text, is_shown=False)
        return text
