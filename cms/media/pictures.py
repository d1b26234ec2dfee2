"""The images of a text: WebP, in the sizes that a screen may ask for, made when the page appears.

No AVIF: a few kilobytes less, for seconds of encoding at each publication.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ResponsiveImage,
    SourceImageIOError,
)

# The first is for a browser that chooses none.
WIDE = tuple(f"max-{size}|format-webp" for size in ("800x600", "480x360", "1200x900"))
# Beside a sentence of an easy page.
SMALL = ("max-480x480|format-webp",)
# As wide as a text: 42rem, or a small screen whole.
SIZES = "(min-width: 48em) 42rem, 100vw"
# What a link to a page shows elsewhere, around the focal point, in a format that all read.
SHARED = "fill-1200x630|format-jpeg"
_SPECS = {"picture": WIDE, "text": WIDE, "pictured": SMALL}


def picture(image: AbstractImage, specs: tuple[str, ...] = WIDE) -> ResponsiveImage | str:
    """The `img` of an image, with its alternative text; "" when its file is lost."""
    try:
        made = image.get_renditions(*specs)
    except SourceImageIOError:
        return ""
    # A small image is never made larger: two sizes may be the same file.
    sizes = {one.width: one for one in made.values()}
    attrs = {"loading": "lazy"} | ({"sizes": SIZES} if len(sizes) > 1 else {})
    return ResponsiveImage(sizes, attrs)


def shared(page: Any) -> AbstractRendition | None:
    """What a link to this page shows: the image that its editors chose, or the first of its text;
    None without any, or when its file is lost."""
    image = getattr(page, "share_image", None)
    if image is None:
        image = next((one for one, _ in _images(getattr(page, "body", None))), None)
    if image is None:
        return None
    try:
        return image.get_rendition(SHARED)
    except SourceImageIOError:
        return None


def prepare(page: Any) -> None:
    """Make the files of a page before anybody reads it; a file that was lost stops nothing."""
    for image, specs in _images(getattr(page, "body", None)):
        picture(image, specs)
    shared(page)


def _images(body: Any) -> Iterator[tuple[AbstractImage, tuple[str, ...]]]:
    # Only these blocks are made of what is stored: the others cost more than the rest of a page.
    for rank, stored in enumerate(getattr(body, "raw_data", ())):
        specs = _SPECS.get(stored["type"])
        if specs is None:
            continue
        value = body[rank].value
        if hasattr(value, "get") and value.get("image"):
            yield value["image"], specs
