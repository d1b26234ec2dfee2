"""A stream whose blocks stay out of migrations, the image of a shared link, a panel of figures, a
preview that may hold videos."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP, build_policy
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField

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


class BodyField(StreamField):
    """A StreamField that writes no block definition in migrations.

    Blocks are JSON in one column: adding one changes nothing in the database, and a migration of
    hundreds of lines for a label is read by nobody. A migration of data that must walk the blocks
    works on the raw JSON.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


def shared_image_field(
    help_text: str = "Montrée quand la page est partagée. Vide : l’image du service.",
) -> models.ForeignKey:
    """What a link to the page shows elsewhere; `help_text` says what it shows without any."""
    return models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="image de partage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=help_text,
    )


class ExpiredFactsPanel(Panel):
    """Above the fields: the figures to read again, each leading to where it is changed. Nothing
    when all are current."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/expired_facts.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.expired_facts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"facts": self.instance.expired_facts}
