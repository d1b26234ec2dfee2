"""What the CMS lends to every template: figures, guides, accessibility status."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.apps import apps
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms import glossary
from cms.enums import ConformityState
from cms.facts import other_sources
from cms.media_blocks import pictures
from cms.media_blocks.pictures import with_details
from cms.models import AccessibilityPage, GuidePage, group_by_stage
from cms.models.contents import CitesFigures
from cms.numbers import PAGE_NUMBERS
from cms.querysets import visible_pages
from cms.related_content.guides import guides_of, known_guides
from cms.text import anchor_of, unknown_mark, with_facts
from socle.facts_registry.selectors import fact as get_fact
from socle.facts_registry.shape import Fact
from socle.public_pages import cached_for_site, held_in_process

register = template.Library()
# The rooms of these pages know this one, never the other way round.
READ_BESIDE = ("cms_pages.NewsIndexPage", "cms_pages.DossierPage", "cms_site.EasyPage")


@register.simple_tag
def fact(key: str) -> SafeString:
    """Value, unit and a source note of one figure (raises UnknownFact on a bad key)."""
    item = get_fact(key)
    return format_html(
        '<span class="cu-fact"><strong class="cu-fact__figure">{}</strong> '
        '<span class="cu-fact__note">{}</span> <a href="{}">Détail de ce chiffre'
        '<span class="fr-sr-only">\u00a0: {}</span></a></span>',
        item.figure,
        item.note,
        item.page_url,
        item.label,
    )


@register.simple_tag
def get_facts(*keys: str) -> list[Fact]:
    """The facts themselves, for a template that lays them out: `{% get_facts "a" "b" as f %}`."""
    return [get_fact(key) for key in keys]


@register.simple_tag(takes_context=True)
def beside_guides(context: Context) -> list[Page]:
    """What else there is to read: news, dossiers, pages easy to read; those that are public. Kept
    until public pages change."""

    def found() -> list[Page]:
        kinds = [apps.get_model(name) for name in READ_BESIDE]
        return list(visible_pages(Page.objects.type(*kinds)))

    return cached_for_site(context.get("request"), "cms:beside-guides-1", found)


register.filter("anchor", anchor_of)
register.filter("other_sources", other_sources)
register.filter("with_details", with_details)
register.filter("shared_picture", pictures.shared)
register.filter("wide_picture", pictures.picture)
register.filter("small_picture", lambda image: pictures.picture(image, pictures.SMALL))


@register.simple_tag(takes_context=True)
def quoted_facts(context: Context, text: str) -> SafeString:
    """Figures in the place of the `[fait:cle]` of a text: HTML of Wagtail's, or escaped here.

    The preview of an editor marks the keys that name no figure. Where a page cites figures, the
    words of the glossary open their definitions.
    """
    is_told_below = isinstance(context.get("page"), CitesFigures)
    html = with_details(conditional_escape(text))
    made = with_facts(html, is_preview=is_preview(context), is_told_below=is_told_below)
    return told_words(context, made) if is_told_below else made


def told_words(context: Context, content: str) -> SafeString:
    """HTML where the words of the glossary open their definitions, each once in a page:
    `{% told_words %}…{% endtold_words %}`."""
    request = context.get("request")
    if request is None:
        return mark_safe(content)  # noqa: S308 - HTML of our templates
    known = held_in_process("cms:words-1", glossary.words)
    seen = request.__dict__.setdefault("told_words", set())
    return glossary.link_terms(content, known, seen)


register.simple_block_tag(takes_context=True)(told_words)


@register.simple_tag(takes_context=True)
def shared_part(context: Context, page: Any, name: str, aside: str = "") -> SafeString:
    """A part of a page that is the same for every reader, from the template `name`: laid out once
    for all until the public pages move, and each time in a preview. `aside` tells apart the parts
    of one page that share a template."""
    request = context.get("request")

    def made() -> tuple[SafeString, set[str]]:
        with context.push():
            html = context.template.engine.get_template(name).render(context)
        return html, getattr(request, "told_words", set())

    if request is None or is_preview(context) or not page.live:
        return made()[0]
    # The day too: a figure that ended last night is marked this morning.
    key = f"cms:part-1:{name}:{page.pk}:{aside}:{timezone.localdate()}"
    html, told_here = cached_for_site(request, key, made)
    request.told_words = getattr(request, "told_words", set()) | told_here
    return html


@register.simple_tag(takes_context=True)
def unknown_marks(context: Context, keys: list[str]) -> list[SafeString]:
    """The marked boxes of those keys, in a preview only: what the editor must put right."""
    return [unknown_mark(key) for key in keys] if is_preview(context) else []


def is_preview(context: Context) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False))


@register.simple_tag
def accessibility_status() -> str:
    """« non conforme », « partiellement conforme » or « totalement conforme ».

    No published declaration means « non conforme ». Every page asks: the process holds the
    declaration until something public changes; the day says what it is worth.
    """
    page = held_in_process(
        "cms:accessibility-1",
        lambda: AccessibilityPage.objects.live().order_by("path").first(),
    )
    return str((page.state if page else ConformityState.NONE).label)


@register.simple_tag(takes_context=True)
def guides_by_stage(context: Context) -> list[dict[str, Any]]:
    """[{"key", "label", "guides"}] of all visible guides, in one query; empty stages left out."""
    return cached_for_site(
        context.get("request"),
        "cms:guides-by-stage-1",
        lambda: group_by_stage(list(GuidePage.objects.visible().for_list())),
    )


@register.simple_tag(takes_context=True)
def guides_beside(
    context: Context,
    source: str,
    pk: int | str | None,
    text: str,
    themes: Iterable[tuple[str, str]] = (),
    stage: str = "",
    limit: int = 3,
) -> list[GuidePage]:
    """The guides to read beside a thing of the index (`source`, `pk`), which says `text` and has
    these themes (slug, name): `cms.related_content.guides`. One query, kept for all."""
    known = cached_for_site(
        context.get("request"),
        "cms:guides-beside-1",
        lambda: known_guides(GuidePage.objects.visible()),
    )
    things = {(source, int(pk))} if pk else set()
    names = [name for _, name in themes or ()]
    return guides_of(known, things=things, tags=names, text=text, stage=stage or "")[:limit]


@register.simple_tag(takes_context=True)
def guides_for(context: Context, stage: str = "", limit: int = 3) -> list[GuidePage]:
    """The first visible guides of a stage (of all stages when it is empty), in one query."""

    def first() -> list[GuidePage]:
        guides = GuidePage.objects.visible().for_list()
        return list((guides.filter(stage=stage) if stage else guides)[:limit])

    return cached_for_site(context.get("request"), f"cms:guides-1:{limit}:{stage}", first)


@register.inclusion_tag("cms/pages/_usefulness.html")
def ask_whether_useful(page: Page) -> dict[str, Any]:
    """« Cette page vous a-t-elle été utile ? », at the foot of a page of editors."""
    return {"page": page, "comment_max": PAGE_NUMBERS.comment_max}
