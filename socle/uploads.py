"""Files that people send: recognised by their content, cleaned, and kept out of public reach."""

import io
import re
import unicodedata
from dataclasses import dataclass
from math import ceil
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.template.defaultfilters import floatformat
from django.utils.text import Truncator
from PIL import Image, ImageOps

from socle.pdf_cleaning import clean_pdf

from .images import BROKEN, DECODING, UnknownFormat, open_bounded

# Megabytes of 2**20 bytes, the largest: what any computer shows as « 10 Mo » passes.
MAX_BYTES = 10 * 2**20
# Of one sending: several files are read at once.
MAX_FILES = 5
MAX_TOTAL_BYTES = 25 * 2**20
# Long enough for a scanned A4 page to stay readable.
MAX_SIDE = 4000
NAME_LENGTH = 100
_NOT_A_NAME = re.compile(r"[^\w .,'’()+&°–-]")
NAME_SHOWN = 30
PDF = "application/pdf"
_EXTENSIONS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ACCEPT = ",".join(_EXTENSIONS)
_KINDS = "Envoyez un PDF ou une image (JPEG, PNG ou WebP)."


@dataclass(frozen=True)
class CheckedFile:
    """A file one may keep: `name`, to be shown, is the person's, cleaned, and ends as its content
    says; `data` is whole."""

    name: str
    content_type: str
    data: bytes

    def as_content(self, stem: str) -> ContentFile:
        """Ready for a FileField, under this name instead of the person's."""
        return ContentFile(self.data, name=f"{stem}{_EXTENSIONS[self.content_type]}")


def private_storage() -> Storage:
    """Where private files live: no address leads there, views stream them after a check."""
    return storages["private"]


def read_private(file: FieldFile) -> io.BytesIO:
    """The whole of a private file, at most `MAX_BYTES`, ready to be sent. Raises Http404 when it
    is gone from the disk."""
    try:
        with file.open("rb") as opened:
            return io.BytesIO(opened.read())
    except FileNotFoundError:
        raise Http404 from None


def check_upload(
    file: UploadedFile, *, max_side: int = MAX_SIDE, images_only: bool = False
) -> CheckedFile:
    """Recognise a PDF, JPEG, PNG or WebP by its content and return it cleaned.

    A PDF is written again, pages only (`socle.pdf_cleaning`). Images are turned upright, brought
    down to `max_side` pixels and encoded again: their metadata (place, date, device) is lost on
    purpose.
    Raises ValidationError, in French.
    """
    size = file.size or 0
    if size > MAX_BYTES:
        raise ValidationError(
            f"Ce fichier est trop lourd ({megabytes(size)}). La limite est de "
            f"{megabytes(MAX_BYTES)}. Réduisez-le, ou photographiez la page utile.",
            code="too_big",
        )
    if not size:
        raise ValidationError("Ce fichier est vide. Choisissez-en un autre.", code="empty")
    file.seek(0)
    data = file.read()
    if data.startswith(b"%PDF-") and not images_only:
        return CheckedFile(_clean_name(file.name, PDF), PDF, clean_pdf(data))
    content_type, image_data = _clean_image(data, max_side, images_only=images_only)
    return CheckedFile(_clean_name(file.name, content_type), content_type, image_data)


def _clean_image(data: bytes, max_side: int, *, images_only: bool) -> tuple[str, bytes]:
    kinds = "Envoyez une image JPEG, PNG ou WebP." if images_only else _KINDS
    try:
        with DECODING:
            name, image = _upright(data, max_side)
    except UnknownFormat:
        message = f"Ce fichier n’est pas d’un type accepté, quel que soit son nom. {kinds}"
        raise ValidationError(message, code="type") from None
    except ValidationError:
        raise
    except BROKEN:
        message = "Cette image est abîmée : nous n’arrivons pas à la lire."
        raise ValidationError(message, code="broken") from None
    target = io.BytesIO()
    image.info = {}
    image.save(target, name, **({} if name == "PNG" else {"quality": 85}))
    return _FORMATS[name], target.getvalue()


def _upright(data: bytes, max_side: int) -> tuple[str, Image.Image]:
    """The format of an image, and its pixels alone: upright, `max_side` at most."""
    image = open_bounded(io.BytesIO(data), len(data))
    name = "JPEG" if image.format == "MPO" else image.format or ""
    image.draft("RGB", (max_side, max_side))
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    mode = "RGBA" if has_alpha and name != "JPEG" else "RGB"
    # Reduced before anything copies it, unless its colours are numbers of a palette.
    if image.mode in {"RGB", "RGBA", "L", "CMYK", "YCbCr"}:
        image.thumbnail((max_side, max_side))
    ImageOps.exif_transpose(image, in_place=True)
    made = image.convert(mode) if image.mode != mode else image
    made.thumbnail((max_side, max_side))
    return name, made


def _clean_name(name: str | None, content_type: str) -> str:
    """The words of the person, without what a file or a page could misread; no folder; the ending
    of the real type."""
    plain = unicodedata.normalize("NFC", name or "").replace("\\", "/").rsplit("/", 1)[-1]
    stem = _NOT_A_NAME.sub("", " ".join(PurePosixPath(plain).stem.split()))
    return f"{stem[:NAME_LENGTH].strip(' .') or 'document'}{_EXTENSIONS[content_type]}"


def megabytes(size: int) -> str:
    """Rounded up: a file just above the limit never reads as the limit."""
    return f"{floatformat(ceil(size / 2**20 * 10) / 10, '-1')}\u00a0Mo"


class CheckedFileInput(forms.ClearableFileInput):
    """A plain file input: what was kept is told by the page, never by a link to the file."""

    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT, "class": "fr-upload"})


class CheckedFileField(forms.FileField):
    """A file in a form; its clean value is a `CheckedFile`, or None when none was chosen."""

    widget = CheckedFileInput
    default_error_messages = {
        "required": "Choisissez un fichier.",
        "invalid": "Ce fichier n’a pas pu être reçu. Essayez encore.",
        "empty": "Ce fichier est vide. Choisissez-en un autre.",
    }

    def __init__(
        self, *, max_side: int = MAX_SIDE, images_only: bool = False, **kwargs: Any
    ) -> None:
        self.max_side, self.images_only = max_side, images_only
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        file = super().clean(data, initial)
        if not file:
            return None
        return check_upload(file, max_side=self.max_side, images_only=self.images_only)


class CheckedFilesInput(CheckedFileInput):
    """The same, for several files."""

    allow_multiple_selected = True


class CheckedFilesField(forms.FileField):
    """Several files in a form; its clean value is a list of `CheckedFile`, empty when none was
    chosen. At most `MAX_FILES`, of `MAX_BYTES` each, `MAX_TOTAL_BYTES` together.

    An error names the file it is about. Its own help text tells the limits.
    """

    widget = CheckedFilesInput
    default_error_messages = {"required": "Choisissez au moins un fichier."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            f"PDF ou images : {MAX_FILES} fichiers au plus, {megabytes(MAX_BYTES)} chacun, "
            f"{megabytes(MAX_TOTAL_BYTES)} en tout. La position des photos est effacée.",
        )
        super().__init__(**kwargs)
        self.one = CheckedFileField()

    def to_python(self, data: Any) -> Any:
        files: list[UploadedFile] = data or []
        if len(files) > MAX_FILES:
            message = f"Choisissez {MAX_FILES} fichiers au plus : vous en avez choisi {len(files)}."
            raise ValidationError(message, code="too_many")
        checked, errors = [], []
        for file in files:
            try:
                checked.append(self.one.clean(file))
            except ValidationError as error:
                errors += [f"{_named(file)} : {said[0].lower()}{said[1:]}" for said in error]
        if errors:
            raise ValidationError(errors)
        _check_total(files)
        return checked


def _check_total(files: list[UploadedFile]) -> None:
    total = sum(file.size or 0 for file in files)
    if total > MAX_TOTAL_BYTES:
        heaviest = max(files, key=lambda file: file.size or 0)
        raise ValidationError(
            f"Ensemble, vos fichiers sont trop lourds ({megabytes(total)}). La limite est de "
            f"{megabytes(MAX_TOTAL_BYTES)}. Le plus lourd est {_named(heaviest)} "
            f"({megabytes(heaviest.size or 0)}).",
            code="too_big",
        )


def _named(file: UploadedFile) -> str:
    return f"« {Truncator(file.name or 'sans nom').chars(NAME_SHOWN)} »"
