"""What people write and others may read; what is written once."""

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from communaute.territoires.models import Commune, Departement

from ..enums import RESTRICTED, ContentStatus
from ..errors import AppendOnlyError
from ..numbers import CAUTION_MAX
from ..querysets import ModeratedQuerySet


def explained(restricted: models.Q, statement: str) -> models.Q:
    """What the database checks: restricted, and a statement says why; or neither."""
    given = models.Q(**{f"{statement}__isnull": False})
    return (restricted & given) | (~restricted & ~given)


# Why a constraint and no trigger: docs/decisions/0015-motifs-en-base.md.
EXPLAINED = models.CheckConstraint(
    condition=explained(models.Q(status__in=RESTRICTED), "hidden_for")
    & explained(models.Q(locked_at__isnull=False), "locked_for")
    & explained(models.Q(limited_at__isnull=False), "limited_for")
    & explained(~models.Q(caution=""), "labelled_for"),
    name="%(class)s_restrictions_are_explained",
)


# No state that nobody knows; what waits to be read was never public as it stands.
STATES = models.CheckConstraint(
    condition=models.Q(status__in=ContentStatus.values)
    & ~models.Q(status=ContentStatus.PENDING, first_public_at__isnull=False)
    & ~models.Q(status=ContentStatus.PUBLISHED, first_public_at__isnull=True),
    name="%(class)s_state_is_known",
)


def _statement() -> models.ForeignKey:
    """A link to a statement of reasons, which is never deleted: nothing looks for it from there."""
    return models.ForeignKey(
        "moderation.StatementOfReasons",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
    )


class ModeratedContent(models.Model):
    """Base of what people write in public: who, where, and whether others may read it.

    `commune` and `departement` are written once, at creation, from the space: they decide which
    agency moderates. Both null means national: the national team moderates.

    `locked_at`: nobody answers any more. `limited_at`: read by its link only, in no list that
    travels (search engines, feeds, digests). `caution`: a short notice of the moderation above the
    text. As a restricted `status`, none of them stands without the statement of reasons that
    explains it: `hidden_for` that of the status, `locked_for`, `limited_for` and `labelled_for`
    those of the others. They come and go together (`services.enactment`), and the database refuses
    one without the other: `EXPLAINED`, in the constraints of every kind of content.

    `first_public_at` is when the text, as it stands, was first public; empty while it waits to be
    read. A published text waits again only by its author, who wrote it anew: it is emptied then.
    `STATES`, beside `EXPLAINED`, refuses the rest.
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
    hidden_for = _statement()
    locked_for = _statement()
    limited_for = _statement()
    labelled_for = _statement()
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    first_public_at = models.DateTimeField(
        "public pour la première fois le", null=True, default=timezone.now, editable=False
    )
    edited_at = models.DateTimeField("modifié le", null=True)

    # While it is published by who may still take that back: nobody is told of it before.
    told_from: datetime | None = None

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
