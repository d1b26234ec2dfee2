"""The log: what each act of moderation leaves, and its head, kept aside."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from communaute.comptes.models import Organisation
from socle.calendar import in_short

from ..enums import Act
from ..querysets import AppendOnlyQuerySet
from .cases import Case
from .contents import AppendOnlyModel
from .decisions import Decision


class ModerationLog(AppendOnlyModel):
    """Every act of moderation, append-only: who did what, to which case, when.

    All rows form one chain: `digest` seals the row and the digest before it, so that a row
    changed, removed or slipped in shows (`manage.py verify_moderation_log`); `LogHead` tells where
    it ends. The account is sealed by its number, which stays when an erasure empties the link; so
    is the decision, with its statement. `case` is empty for an act that concerns none.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="log", null=True)
    position = models.PositiveBigIntegerField("rang", unique=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_number = models.PositiveBigIntegerField("numéro de compte", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="log")
    act = models.CharField("acte", max_length=60, choices=Act)
    detail = models.TextField("détail", blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    key_id = models.CharField("clé du scellé", max_length=8, default="")
    digest = models.CharField("scellé", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "journal de modération"
        verbose_name_plural = "journal de modération"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{in_short(self.at, hour=True)} {self.act}"


class LogHead(models.Model):
    """The last row of the log, in a row of its own: a tail that was cut off shows.

    `since` is the row from which it was kept: 1, unless it was missing one day and made again.
    Sealed as the rows are; the database only lets it go forward (`append_only.py`).
    """

    ONLY = 1

    position = models.PositiveBigIntegerField("rang", default=0)
    digest = models.CharField("scellé de la dernière ligne", max_length=64, blank=True)
    since = models.PositiveBigIntegerField("tenue depuis la ligne", default=1)
    key_id = models.CharField("clé du scellé", max_length=8)
    seal = models.CharField("scellé", max_length=64)

    class Meta:
        verbose_name = "tête du journal"

    def __str__(self) -> str:
        return f"{self.position} {self.digest}"
