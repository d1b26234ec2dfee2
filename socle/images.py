"""Images that people send: bounded by what their header says, before anything is decoded.

Seventy bytes may say that they are sixty million pixels: decoding them takes hundreds of
megabytes in the process that answers everybody.
"""

import struct
import threading
import warnings
from collections.abc import Iterable
from typing import IO

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
# What telephones send: the longest panorama, and fifty million pixels, which a JPEG gives reduced.
MAX_SIDE = 16_384
MAX_PIXELS = 60_000_000
# Formats that can only be decoded whole: an A4 page scanned at 600 dots an inch.
MAX_WHOLE_PIXELS = 36_000_000
# A blank page is below that; only a header that lies is above.
MAX_PIXELS_PER_BYTE = 2_000
# An image of fewer pixels harms nobody, however few its bytes.
SMALL_PIXELS = 1_000_000
# Held while an image is decoded: one at a time in a process, whatever its threads are sent.
DECODING = threading.Lock()
# What Pillow raises of a file made to break it; the last two, of an orientation badly written.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, struct.error)


class UnknownFormat(ValidationError):
    """The file is no image of the formats asked, whatever its name says."""


def open_bounded(file: IO[bytes], size: int, formats: Iterable[str] = FORMATS) -> Image.Image:
    """The image in this file of `size` bytes, its header read and nothing else.

    Other formats than these are refused before Pillow reads them. Raises ValidationError, in
    French, for what would be too large once decoded; UnknownFormat; and any of `BROKEN`.
    """
    try:
        with warnings.catch_warnings():
            # Our own limits say it better than Pillow's warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=list(formats))
    except Image.DecompressionBombError:
        raise _too_large() from None
    except UnidentifiedImageError:
        message = f"Ce fichier n’est pas une image d’un format accepté ({', '.join(formats)})."
        raise UnknownFormat(message, code="type") from None
    # Telephones write JPEG with a second image behind the first (MPO), which is never decoded.
    is_jpeg = image.format in {"JPEG", "MPO"}
    pixels = image.width * image.height * (1 if is_jpeg else getattr(image, "n_frames", 1))
    is_reduced = is_jpeg and not image.info.get("progressive")
    most = MAX_PIXELS if is_reduced else MAX_WHOLE_PIXELS
    is_lying = pixels > SMALL_PIXELS and pixels > MAX_PIXELS_PER_BYTE * size
    if max(image.size) > MAX_SIDE or pixels > most or is_lying:
        raise _too_large()
    return image


def _too_large() -> ValidationError:
    message = "Cette image est trop grande. Réduisez-la avant de l’envoyer."
    return ValidationError(message, code="pixels")
