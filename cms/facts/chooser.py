"""The list in which an editor chooses a figure to cite: all those that texts may, formulas too."""

import re
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.views.generic.base import View
from draftjs_exporter import DOM
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenResponseMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.rich_text.feature_registry import FeatureRegistry

from socle.facts_registry.models import Figure
from socle.facts_registry.selectors import UnknownFact, all_facts, fact
from socle.facts_registry.shape import FACT_TOKEN, FEATURE, LINK, Fact
from socle.words import fold


class FactSearchForm(BaseFilterForm):
    """The words looked for: each must be in the label, the key, what is counted or the source."""

    q = forms.CharField(label="Chercher un chiffre", required=False, max_length=100)

    def filter(self, objects: list[Fact]) -> list[Fact]:
        self.search_query = self.cleaned_data["q"]
        words = fold(self.search_query).split()
        self.is_searching = bool(words)
        return [item for item in objects if all(word in _read(item) for word in words)]


def _read(item: Fact) -> str:
    texts = (item.label, item.key, item.measure, item.perimeter, item.source.name)
    return fold(" ".join(texts))


class _Listed:
    """What both views of the list share: facts are not rows of one table."""

    filter_form_class = FactSearchForm
    per_page = 12

    def get_object_list(self) -> list[Fact]:
        return sorted(all_facts(), key=lambda item: fold(item.label))

    def apply_object_list_ordering(self, objects: list[Fact]) -> list[Fact]:
        return objects

    def can_create(self) -> bool:
        return False

    @property
    def columns(self) -> list[Column]:
        title = TitleColumn(
            "label",
            label="Chiffre",
            get_url=lambda item: reverse("fact_chooser:chosen", args=[item.key]),
            link_attrs={"data-chooser-modal-choice": True},
        )
        return [title, Column("figure", label="Valeur"), Column("dated", label="Données")]


class FactChooseView(_Listed, ChooseView):
    """The dialog."""


class FactResultsView(_Listed, ChooseResultsView):
    """Its list alone, while one types."""


class FactChosenView(ChosenResponseMixin, View):
    """What the editor inserts."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        try:
            item = fact(pk)
        except UnknownFact as error:
            raise Http404 from error
        return self.get_chosen_response(item)

    def get_chosen_response_data(self, item: Fact) -> dict[str, str]:
        return {"key": item.key, "label": item.label, "figure": item.figure}


class FactChooserViewSet(ChooserViewSet):
    """`/gestion/chiffres-a-citer/`."""

    model = Figure
    register_widget = False
    url_prefix = "chiffres-a-citer"
    icon = "order"
    page_title = "Citer un chiffre"
    search_tab_label = "Chercher"
    choose_view_class = FactChooseView
    choose_results_view_class = FactResultsView
    chosen_view_class = FactChosenView
    preserve_url_parameters: ClassVar[list[str]] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.choose_view, name="choose"),
            path("resultats/", self.choose_results_view, name="choose_results"),
            path("<slug:pk>/", self.chosen_view, name="chosen"),
        ]


FACT_CHOOSER = FactChooserViewSet("fact_chooser")


ENTITY = "FACT"
_CHIP = re.compile(r'<span data-fact="([^"]*)">(.*?)</span>', re.DOTALL)
_STYLED = re.compile(r"((?:<\w+>)*)[^<]*((?:</\w+>)*)")


def _with_chips(html: str) -> str:
    """The codes of figures that exist as elements that the editor reads."""

    def chip(match: re.Match[str]) -> str:
        try:
            item = fact(match[1])
        except UnknownFact:
            return match[0]
        return format_html(
            '<span data-fact="{}" data-label="{}">{}</span>', item.key, item.label, item.figure
        )

    # In a link, a figure stays a code: the form refuses it there.
    parts = LINK.split(html)
    return "".join(
        part if rank % 2 else FACT_TOKEN.sub(chip, part) for rank, part in enumerate(parts)
    )


class _Chip(InlineEntityElementHandler):
    """Taken or left whole: its value is never typed over."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        return {"key": attrs["data-fact"], "label": attrs["data-label"]}


def _element(props: dict[str, Any]) -> Any:
    return DOM.create_element("span", {"data-fact": props.get("key", "")}, props["children"])


def _with_codes(html: str) -> str:
    """The code of each chip in its place, as bold or slanted as it was when all of it was. What
    came from the browser stays text, which the form checks like a typed one."""

    def code(match: re.Match[str]) -> str:
        whole = _STYLED.fullmatch(match[2])
        before, after = whole.groups() if whole else ("", "")
        return f"{before}[fait:{match[1]}]{after}"

    return _CHIP.sub(code, html)


class _Converter(ContentstateConverter):
    def from_database_format(self, html: str) -> str:
        return super().from_database_format(_with_chips(html))

    def to_database_format(self, contentstate_json: str) -> str:
        return _with_codes(super().to_database_format(contentstate_json))


class ChipTextArea(DraftailRichTextArea):
    """Wagtail's editor, with the figures as chips."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = _Converter(self.features)


def register_feature(features: FeatureRegistry) -> None:
    """Make the feature known to Wagtail."""
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "order",
                "description": "Citer un chiffre",
                "attributes": ["key", "label"],
                "chooserUrls": {"factChooser": reverse_lazy("fact_chooser:choose")},
            },
            js=["wagtailadmin/js/chooser-modal.js", "js/cms/chips.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {"span[data-fact]": _Chip(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: _element}},
        },
    )
