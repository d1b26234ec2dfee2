"""Images and documents that the editors add: bounded as those of anybody are, and what their
name says."""

import struct
import zipfile
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from socle.images import BROKEN, open_bounded

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
BROKEN_IMAGE = "Cette image est abîmée ou coupée. Enregistrez-la de nouveau, puis envoyez-la."


class BoundedImageField(WagtailImageField):
    """Wagtail's, which decodes an image to measure it: its header is read first."""

    def to_python(self, data: Any) -> Any:
        if not isinstance(data, UploadedFile):
            return super().to_python(data)
        try:
            open_bounded(data, data.size or 0, FORMATS)
            data.seek(0)
            return super().to_python(data)
        except BROKEN:  # cut, say: its header alone was right
            raise ValidationError(BROKEN_IMAGE, code="invalid_image") from None


class ImageForm(BaseImageForm):
    """`WAGTAILIMAGES_IMAGE_FORM_BASE`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (given := self.fields.get("file")) is not None:
            self.fields["file"] = BoundedImageField(
                label=given.label,
                required=given.required,
                initial=given.initial,
                widget=given.widget,
            )


_ZIP = b"PK\x03\x04"
# How a file begins, by the ending of its name; nothing tells a CSV.
_BEGINS = dict.fromkeys(("docx", "odt", "ods", "xlsx"), _ZIP) | {"pdf": b"%PDF-"}
# What the names of the parts of an archive begin with: its directory alone is read, no part is
# opened, however large it would be.
_PARTS = {
    "docx": ("[Content_Types].xml", "word/"),
    "xlsx": ("[Content_Types].xml", "xl/"),
    "odt": ("META-INF/manifest.xml", "content.xml"),
    "ods": ("META-INF/manifest.xml", "content.xml"),
}
_UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error)
# Within this many bytes of its end, readers look for the mark of a whole PDF.
_PDF_END: Final = b"%%EOF"
_PDF_TAIL: Final = 1024


def _is_whole(file: UploadedFile, ending: str) -> bool:
    """A file that begins as its format does is one to the end: neither cut, nor another archive."""
    if ending == "pdf":
        file.seek(max(0, (file.size or 0) - _PDF_TAIL))
        return _PDF_END in file.read(_PDF_TAIL)
    if ending not in _PARTS:
        return True
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except _UNREADABLE:
        return False
    return all(any(name.startswith(part) for name in names) for part in _PARTS[ending])


class DocumentForm(BaseDocumentForm):
    """`WAGTAILDOCS_DOCUMENT_FORM_BASE`."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            ending = PurePosixPath(file.name or "").suffix.lower().removeprefix(".")
            expected = _BEGINS.get(ending, b"")
            file.seek(0)
            is_what_it_says = file.read(len(expected)) == expected
            is_whole = is_what_it_says and _is_whole(file, ending)
            file.seek(0)
            if not is_what_it_says:
                raise ValidationError(
                    f"Ce fichier se nomme « .{ending} », mais son contenu n’est pas de ce format. "
                    "Enregistrez-le de nouveau depuis le logiciel qui l’a fait.",
                    code="type",
                )
            if not is_whole:
                raise ValidationError(
                    f"Ce fichier commence comme un « .{ending} », mais il est abîmé, coupé ou d’un "
                    "autre format. Enregistrez-le de nouveau depuis le logiciel qui l’a fait.",
                    code="broken",
                )
        return file

    def add_error(self, field: str | None, error: Any) -> None:
        """Of a file that was refused, Wagtail would say too that it has no ending."""
        found = getattr(error, "error_dict", {})
        if "file" in found and "file" in self.errors:
            del found["file"]
            if not found:
                return
        super().add_error(field, error)
