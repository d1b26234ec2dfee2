"""What people write and others may read; what is written once."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from communaute.territoires.models import Commune, Departement

from ..enums import ContentStatus
from ..errors import AppendOnlyError
from ..numbers import CAUTION_MAX
from ..querysets import ModeratedQuerySet


class ModeratedContent(models.Model):
    """Base of what people write in public: who, where, and whether others may read it.

    `commune` and `departement` are written once, at creation, from the space: they decide which
    agency moderates. Both null means national: the national team moderates.

    `locked_at`: nobody answers any more. `limited_at`: read by its link only, in no list that
    travels (search engines, feeds, digests). `caution`: a short notice of the moderation above the
    text. As a restricted `status`, none of them is written without a statement of reasons
    (`services.enacting`).
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="%(class)ss"
    )
    status = models.CharField(
        "état", max_length=12, choices=ContentStatus, default=ContentStatus.PUBLISHED
    )
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField("fermé aux réponses le", null=True, editable=False)
    limited_at = models.DateTimeField("rendu moins visible le", null=True, editable=False)
    caution = models.CharField(
        "avertissement au-dessus du texte", max_length=CAUTION_MAX, blank=True, default=""
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    edited_at = models.DateTimeField("modifié le", null=True)

    objects = ModeratedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.status == ContentStatus.PUBLISHED

    @property
    def is_locked(self) -> bool:
        """Nobody answers any more, by a decision of moderation."""
        return self.locked_at is not None

    @property
    def travels(self) -> bool:
        """May be in feeds, digests, searches and site maps; twin of `travelling`."""
        return self.is_published and not self.is_limited

    @property
    def is_limited(self) -> bool:
        """In no feed, digest, site map or search, by a decision of moderation."""
        return self.limited_at is not None


class AppendOnlyModel(models.Model):
    """Written once. Only the erasure of an account may empty its link to a person.

    The database refuses changes and deletions as well (`append_only.py`).
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(self._meta.verbose_name)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self._meta.verbose_name)
