"""Images and documents that the editors add: bounded as those of anybody are, and what their
name says."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from socle.images import BROKEN, open_bounded

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


class BoundedImageField(WagtailImageField):
    """Wagtail's, which decodes an image to measure it: its header is read first."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            try:
                open_bounded(data, data.size or 0, FORMATS)
            except BROKEN:
                message = self.error_messages["invalid_image"]
                raise ValidationError(message, code="invalid_image") from None
            finally:
                data.seek(0)
        return super().to_python(data)


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


class DocumentForm(BaseDocumentForm):
    """`WAGTAILDOCS_DOCUMENT_FORM_BASE`."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            ending = PurePosixPath(file.name or "").suffix.lower().removeprefix(".")
            expected = _BEGINS.get(ending, b"")
            file.seek(0)
            is_what_it_says = file.read(len(expected)) == expected
            file.seek(0)
            if not is_what_it_says:
                message = (
                    f"Ce fichier se nomme « .{ending} », mais son contenu n’est pas de ce format. "
                    "Enregistrez-le de nouveau depuis le logiciel qui l’a fait."
                )
                raise ValidationError(message, code="type")
        return file

    def add_error(self, field: str | None, error: Any) -> None:
        """Of a file that was refused, Wagtail would say too that it has no ending."""
        found = getattr(error, "error_dict", {})
        if "file" in found and "file" in self.errors:
            del found["file"]
            if not found:
                return
        super().add_error(field, error)
