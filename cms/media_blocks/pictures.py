"""The images of a text: AVIF, and WebP for who does not read it, in the sizes that a screen may ask
for. WebP is made when the page appears; AVIF, which takes ten times longer, by the clock. Until it
is there, pages show what is: nobody waits for it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Replace
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.images import get_image_model
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Picture,
    SourceImageIOError,
)

from socle.french import filesizeformat
from socle.images import DECODING
from socle.public_pages import add_to_public_pages

_WEBP, _AVIF = "format-webp", "format-avif"
# The first is for a browser that chooses none.
WIDE = tuple(f"max-{size}|{_WEBP}" for size in ("800x600", "480x360", "1200x900"))
# Beside a sentence of an easy page.
SMALL = (f"max-480x480|{_WEBP}",)
# As wide as a text: 42rem, or a small screen whole.
SIZES = "(min-width: 48em) 42rem, 100vw"
# What a link to a page shows elsewhere, around the focal point, in a format that all read.
SHARED = "fill-1200x630|format-jpeg"
_SPECS = {"picture": WIDE, "text": WIDE, "pictured": SMALL}


def picture(image: AbstractImage | None, specs: tuple[str, ...] = WIDE) -> Picture | str:
    """The `picture` of an image, with its alternative text; "" when none is chosen yet, or its file
    is lost. One query at most, unless its WebP files were never made."""
    if image is None:
        return ""
    light = [_lighter(spec) for spec in specs]
    known = _known(image, [*specs, *light])
    if not known.keys() >= set(specs):
        try:
            with DECODING:
                known |= image.get_renditions(*specs)
        except SourceImageIOError:
            return ""
    # All or none: a large screen must not get the small file because it alone was made.
    light = light if known.keys() >= set(light) else []
    # A small image is never made larger: two sizes may be the same file.
    shown = {
        spec: known[spec]
        for group in (specs, light)
        for spec in {known[spec].width: spec for spec in group}.values()
    }
    sizes = {one.width for one in shown.values()}
    attrs = {"loading": "lazy"} | ({"sizes": SIZES} if len(sizes) > 1 else {})
    return Picture(shown, attrs)


def shared(page: Any) -> AbstractRendition | None:
    """What a link to this page shows: the image that its editors chose, or the first of its text;
    None without any, or when its file is lost."""
    image = getattr(page, "share_image", None)
    if image is None:
        image = next((one for one, _ in _images(getattr(page, "body", None))), None)
    if image is None:
        return None
    if made := _known(image, [SHARED]).get(SHARED):
        return made
    try:
        with DECODING:
            return image.get_rendition(SHARED)
    except SourceImageIOError:
        return None


def prepare(page: Any) -> None:
    """Make the files of a page before anybody reads it; a file that was lost stops nothing."""
    for image, specs in _images(getattr(page, "body", None)):
        picture(image, specs)
    shared(page)


def to_lighten(now: datetime) -> list[int]:
    """Keys of the images that lack AVIF files beside their WebP ones. One query."""
    rows = get_image_model().get_rendition_model().objects
    beside = rows.filter(
        image=OuterRef("image"),
        focal_point_key=OuterRef("focal_point_key"),
        filter_spec=Replace(
            OuterRef("filter_spec"), Value(_WEBP), Value(_AVIF), output_field=CharField()
        ),
    )
    lacking = rows.filter(~Exists(beside), filter_spec__in={*WIDE, *SMALL})
    return list(lacking.order_by("image").values_list("image", flat=True).distinct())


def lighten(pk: int, now: datetime) -> int:
    """Make the AVIF files of an image, one for each of its WebP ones; how many there are. A file
    that was lost makes none, and an image deleted meanwhile neither."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None:
        return 0
    known = image.renditions.filter(filter_spec__in={*WIDE, *SMALL})
    specs = [_lighter(spec) for spec in known.values_list("filter_spec", flat=True)]
    try:
        with DECODING:
            made = image.get_renditions(*specs)
    except SourceImageIOError:
        return 0
    add_to_public_pages()
    return len(made)


def _lighter(spec: str) -> str:
    return spec.replace(_WEBP, _AVIF)


def _known(image: AbstractImage, specs: list[str]) -> dict[str, AbstractRendition]:
    """Those of these files that were made, from the cache or in one query; none is made."""
    found = image.find_existing_renditions(*(Filter(spec=spec) for spec in specs))
    kept = image.get_rendition_model()
    key = kept.construct_cache_key
    kept.cache_backend.set_many(
        {key(image, one.get_cache_key(image), one.spec): made for one, made in found.items()}
    )
    return {one.spec: made for one, made in found.items()}


def _images(body: Any) -> Iterator[tuple[AbstractImage, tuple[str, ...]]]:
    # Only these blocks are made of what is stored: the others cost more than the rest of a page.
    for rank, stored in enumerate(getattr(body, "raw_data", ())):
        specs = _SPECS.get(stored["type"])
        if specs is None:
            continue
        value = body[rank].value
        if hasattr(value, "get") and value.get("image"):
            yield value["image"], specs


# A document that a text leads to: its link says its kind and its size (RGAA 13.3).


_LINK = re.compile(r'<a href="([^"]*)" data-detail="([^"]*)">(.*?)</a>', re.DOTALL)
# What Wagtail writes of a link to what is not there, or not public: it would show as switched off.
_DEAD = re.compile(r"<a>(.*?)</a>", re.DOTALL)


class DetailedLink(DocumentLinkHandler):
    """Wagtail writes the beginning of a link alone: what `with_details` puts in its text waits in
    an attribute."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            format_html('<a href="{}" data-detail="{}">', one.url, detail_of(one)) if one else "<a>"
            for one in cls.get_many(attrs_list)
        ]


def detail_of(document: Any) -> str:
    """« PDF, 120 ko »; what is not known is left out."""
    size = _size_of(document)
    parts = (document.file_extension.upper(), filesizeformat(size) if size else "")
    return ", ".join(part for part in parts if part)


def _size_of(document: Any) -> int | None:
    """As it was noted when it was sent, else as the file says, and then written nowhere: Wagtail's
    `get_file_size` saves it, were it while somebody only reads."""
    if document.file_size is not None:
        return int(document.file_size)
    try:
        return int(document.file.size)
    except Exception:  # noqa: BLE001 - of a store of files, anything may be raised: no file, no size
        return None


def with_details(html: str) -> SafeString:
    """Trusted HTML where the links of documents say what they open, and those that open nothing
    are words like the others."""

    def link(match: re.Match[str]) -> str:
        detail = f" ({match[2]})" if match[2] else ""
        return f'<a href="{match[1]}">{match[3]}{detail}</a>'

    return mark_safe(_DEAD.sub(r"\1", _LINK.sub(link, html)))  # noqa: S308 - trusted
