from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class ReviewQuerySet(models.QuerySet):
    def about(self, content: models.Model) -> Self:
        """Reviews of one text, the last first."""
        kind = ContentType.objects.get_for_model(content)
        return self.filter(content_type=kind, object_id=content.pk).order_by("-held_at", "-pk")

    def waiting(self) -> Self:
        return self.filter(settled_at=None)

    def read_since(self, since: datetime) -> Self:
        """Those that somebody read; what authors withdrew says nothing of our delay."""
        read = self.exclude(settled_at=None).exclude(outcome="retire")
        return read.filter(settled_at__gte=since)


class RememberedQuerySet(models.QuerySet):
    def since(self, limit: datetime) -> Self:
        return self.filter(at__gt=limit)
