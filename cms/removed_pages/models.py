"""Addresses where a public page was, and no longer is."""

from django.db import models
from django.utils import timezone

# As a redirection holds it.
PATH_MAX = 255


class GoneAddress(models.Model):
    """An address at which anybody could read a page, deleted since. Nothing is kept of the page.

    `path` is written as redirections are: without its last slash.
    """

    path = models.CharField("adresse", max_length=PATH_MAX, unique=True)
    gone_at = models.DateTimeField("retirée le", default=timezone.now)

    class Meta:
        verbose_name = "adresse d’une page retirée"
        verbose_name_plural = "adresses de pages retirées"
        ordering = ["path"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
