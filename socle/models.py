"""What the ground keeps: no model of the product."""

from django.db import models


class PublicVersion(models.Model):
    """One row: numbers that move each time something the public sees is written.

    The cache of anonymous pages is keyed by them, so that a write is seen at once; see
    `socle.public_pages` for which moves when.
    """

    number = models.PositiveBigIntegerField(default=1)
    community = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
