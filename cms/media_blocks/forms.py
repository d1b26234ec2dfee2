"""Images that the editors add: bounded as those of anybody are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
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
