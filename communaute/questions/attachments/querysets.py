from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models

from communaute.moderation.querysets import ModeratedQuerySet

from .registry import joinable_models

if TYPE_CHECKING:
    from communaute.comptes.models import User


class AttachmentQuerySet(ModeratedQuerySet):
    def visible_to(self, user: object) -> Self:
        """Files that this person may read: those of texts they may read, unless the file itself
        was hidden from them."""
        joined = models.Q(pk__in=[])
        for model in joinable_models():
            kind = ContentType.objects.get_for_model(model)
            readable = model._default_manager.visible_to(user)
            joined |= models.Q(content_type=kind, object_id__in=readable.values("pk"))
        return super().visible_to(user).filter(joined)

    def pending(self, user: object) -> Self:
        """Those of texts that this person is still writing, in the order they came."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(author=cast("User", user), object_id=None).order_by("pk")

    def left_alone(self, limit: datetime) -> Self:
        """Joined to nothing since before `limit`."""
        return self.filter(object_id=None, created_at__lte=limit)

    def of(self, contents: Iterable[models.Model]) -> Self:
        """Those of these contents, in the order they came."""
        wanted = models.Q(pk__in=[])
        for content in contents:
            kind = ContentType.objects.get_for_model(content)
            wanted |= models.Q(content_type=kind, object_id=content.pk)
        return self.filter(wanted).order_by("pk")
