"""What may stand in a frame: a preview inside the editor, the videos inside a page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP, build_policy

from .forms import ScheduledPageForm
from .media_blocks import frame_origins


class FramedPreview:
    """A page whose preview the editor may show in its side panel, and that may hold videos.

    Wagtail plays a preview through the whole middleware, at the address of the page: without
    this, it would carry the policy of the public pages, which forbids every frame.
    """

    base_form_class = ScheduledPageForm

    @property
    def video_origins(self) -> list[str]:
        """Where the videos of the page play from: only they may stand in a frame of it."""
        return frame_origins(getattr(self, "body", None) or ())

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if origins := self.video_origins:
            policy = settings.SECURE_CSP | {"frame-src": origins}
            response[CSP.HEADER_ENFORCE] = build_policy(policy)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        response: Any = super().serve_preview(request, mode_name)  # type: ignore[misc]
        frames = [CSP.SELF, *self.video_origins]
        policy = settings.ADMIN_CSP | {"frame-src": frames}
        response[CSP.HEADER_ENFORCE] = build_policy(policy)
        return response
