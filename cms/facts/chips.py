"""A figure cited in a rich text: a chip in the editor, `[fait:cle]` in the database.

The editor reads a chip in the place of each code of a figure that exists, typed or chosen, and
gives the code back: what the chips add is the choice from a list, and a value that nobody breaks.
"""

import re
from typing import Any

from django.urls import reverse_lazy
from django.utils.html import format_html
from draftjs_exporter import DOM
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from socle.facts.reading import UnknownFact, fact
from socle.facts.shape import FACT_TOKEN, FEATURE, LINK

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
        written: str = super().from_database_format(_with_chips(html))
        return written

    def to_database_format(self, contentstate_json: str) -> str:
        return _with_codes(super().to_database_format(contentstate_json))


class ChipTextArea(DraftailRichTextArea):
    """Wagtail's editor, with the figures as chips."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = _Converter(self.features)


def register(features: FeatureRegistry) -> None:
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
