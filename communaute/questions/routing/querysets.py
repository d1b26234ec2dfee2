"""Reading who was asked."""

from __future__ import annotations

from typing import Self

from django.db import models


class AskedQuerySet(models.QuerySet):
    def for_page(self) -> Self:
        """Who was asked, in order (one query)."""
        return self.order_by("asked_at", "pk")
