"""Links that lead out of the site, where they stand, and what was done of readers’ comments."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from ..numbers import DESK_NUMBERS, LINK_MAX


class OutgoingLinkQuerySet(models.QuerySet):
    def to_check(self, now: datetime) -> "OutgoingLinkQuerySet":
        """Those of pages online that nobody has looked at for a while, the oldest first."""
        return self._held().filter(next_check_at__lte=now).order_by("next_check_at", "pk")

    def dead(self) -> "OutgoingLinkQuerySet":
        """Those of pages online that failed on enough different days, the longest first."""
        dead = self._held().filter(failed_days__gte=DESK_NUMBERS.days_to_be_dead)
        return dead.order_by("-failed_days", "url")

    def _held(self) -> "OutgoingLinkQuerySet":
        return self.filter(places__page__live=True).distinct()


class OutgoingLink(models.Model):
    """An address of another site that pages of editors lead to, and how it last answered.

    `failed_days` counts the different days on which it failed since it last answered; `reason`
    says the last failure in French.
    """

    url = models.CharField("adresse", max_length=LINK_MAX, unique=True)
    next_check_at = models.DateTimeField("à vérifier le", default=timezone.now, db_index=True)
    checked_at = models.DateTimeField("vérifié le", null=True, blank=True)
    failed_days = models.PositiveSmallIntegerField("jours en échec", default=0)
    last_failed_on = models.DateField("dernier échec", null=True, blank=True)
    reason = models.CharField("raison", max_length=60, blank=True)

    objects = OutgoingLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien sortant"
        verbose_name_plural = "liens sortants"
        ordering = ["url"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failed_days=0, last_failed_on__isnull=True, reason="")
                | models.Q(failed_days__gt=0, last_failed_on__isnull=False) & ~models.Q(reason=""),
                name="desk_link_fails_with_its_reason",
            )
        ]

    def __str__(self) -> str:
        return self.url


class LinkPlace(models.Model):
    """A page that holds a link."""

    link = models.ForeignKey(
        OutgoingLink, verbose_name="lien", on_delete=models.CASCADE, related_name="places"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="page", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = "page qui tient un lien"
        verbose_name_plural = "pages qui tiennent un lien"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["link", "page"], name="desk_link_once")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.link_id}"


class PageReading(models.Model):
    """When the links of a page were last gathered."""

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name="page", on_delete=models.CASCADE, related_name="+"
    )
    read_at = models.DateTimeField("lue le")

    class Meta:
        verbose_name = "lecture d’une page"
        verbose_name_plural = "lectures de pages"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id}"


class HandledComment(models.Model):
    """A reader’s comment that editors have dealt with. Erased with it."""

    comment = models.OneToOneField(
        "cms_pages.PageComment",
        verbose_name="avis",
        on_delete=models.CASCADE,
        related_name="handled",
    )
    handled_at = models.DateTimeField("traité le", default=timezone.now)

    class Meta:
        verbose_name = "avis traité"
        verbose_name_plural = "avis traités"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}"
