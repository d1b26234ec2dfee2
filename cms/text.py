"""French text as search compares it; the figures and the data of search engines inside a page."""

import json
import re
from html import unescape
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from socle.facts_registry.selectors import UnknownFact, fact
from socle.facts_registry.shape import FACT_TOKEN, MISSING_FACT

ARTICLE = re.compile(r"\barticles?\s+(?:[LRD]\.\s*)?\d", re.IGNORECASE)
WORD = re.compile(r"[a-z0-9]+")
# Anchors of the frame of a page and of what surrounds a text: no part of it may take them.
TAKEN = frozenset(
    {
        *("contenu", "coproprietes-liees", "entete", "fil", "menu", "navigation", "ouvrir-menu"),
        *("ouvrir-recherche", "page-utile", "pied", "questions-liees", "recherche"),
        *("recherche-texte", "sommaire", "sources", "useful-mot", "useful-website"),
    }
)


def anchor_of(title: str) -> str:
    """Where the contents of a page lead for that title; "" when it has no letter."""
    anchor = slugify(title)
    return f"{anchor}-partie" if anchor in TAKEN else anchor


def fact_keys(text: str) -> list[str]:
    """Keys of the figures quoted in a text as `[fait:cle]`, known or not."""
    return FACT_TOKEN.findall(text)


def unknown_facts(text: str) -> list[str]:
    """Keys quoted in a text that name no figure."""
    unknown = []
    for key in fact_keys(text):
        try:
            fact(key)
        except UnknownFact:
            unknown.append(key)
    return unknown


def with_facts(html: str, *, is_preview: bool = False, is_told_below: bool = True) -> SafeString:
    """Replace each `[fait:cle]` of trusted HTML by its figure, linked to its source: below in the
    page, or in `/chiffres/` when the page does not list its sources.

    An unknown key can only come from a figure withdrawn since. The public reads that the figure is
    being checked, never a sentence with a hole; a preview shows the key in a marked box.
    """

    def figure(match: re.Match[str]) -> str:
        try:
            item = fact(match[1])
        except UnknownFact:
            if not is_preview:
                return MISSING_FACT
            return unknown_mark(match[1])
        return format_html(
            '<a class="cu-fact-inline" href="{}">{}</a>',
            f"#chiffre-{item.key}" if is_told_below else item.page_url,
            item.figure,
        )

    # The HTML comes from Wagtail's own rich text filter; the figures are escaped above.
    return mark_safe(FACT_TOKEN.sub(figure, html))  # noqa: S308


def unknown_mark(key: str) -> SafeString:
    """What a preview shows in the place of a figure that does not exist."""
    return format_html(
        '<mark class="cu-fact-missing">Chiffre inconnu\u00a0: «\u00a0{}\u00a0»</mark>', key
    )


def without_codes(text: str) -> str:
    """A plain text with its figures in the place of their codes, for the index."""

    def figure(match: re.Match[str]) -> str:
        try:
            return fact(match[1]).figure
        except UnknownFact:
            return MISSING_FACT

    return FACT_TOKEN.sub(figure, text)


def cites_an_article(text: str) -> bool:
    """Whether a text cites an article of law: « article 25-1 », « articles L. 712-1 »."""
    return ARTICLE.search(text) is not None


def plain(html: str) -> str:
    """Readable text of an HTML fragment, for the index and the reading time."""
    spaced = re.sub(r"</(p|li|h\d|td|th)>", " ", html)
    return " ".join(unescape(strip_tags(spaced)).split())


# As Django's `json_script`: nothing in the data can close the script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def linked_data(kind: str, entity: Any) -> SafeString:
    """The data block of a page of this kind, about this main entity."""
    data = {"@context": "https://schema.org", "@type": kind, "mainEntity": entity}
    written = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308
