"""Logos at the size at which pages show them."""

from dataclasses import dataclass

from wagtail.images.models import AbstractImage, SourceImageIOError

from socle.images import DECODING

LOGO, PARTNER = "max-480x160", "max-320x160"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of half its size in pixels: sharp on fine screens."""

    url: str
    alt: str
    width: int
    height: int


def prepare(image: AbstractImage | None, size: str) -> None:
    """Make the file, when an image was chosen; a file that was lost stops nothing."""
    with DECODING:
        picture_of(image, size, alt="")


def picture_of(image: AbstractImage | None, size: str, *, alt: str) -> Picture | None:
    """None without an image, or when its file is lost."""
    if image is None:
        return None
    try:
        made = image.get_rendition(size)
    except SourceImageIOError:
        return None
    return Picture(made.url, alt, max(1, made.width // 2), max(1, made.height // 2))
