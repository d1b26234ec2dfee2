"""Previews inside the editor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class FramedPreview:
    """A page whose preview the editor may show in its side panel.

    Wagtail plays a preview through the whole middleware, at the address of the page: without
    this, it would carry the policy of the public pages, which forbids every frame.
    """

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        response: Any = super().serve_preview(request, mode_name)  # type: ignore[misc]
        response._csp_config = settings.ADMIN_CSP
        return response
