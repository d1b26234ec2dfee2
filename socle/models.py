"""What the ground keeps: no model of the product."""

from django.db import models


class PublicVersion(models.Model):
    """One row: a number that moves each time something the public sees is written.

    The cache of anonymous pages is keyed by it, so that a write is seen at once.
    """

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
