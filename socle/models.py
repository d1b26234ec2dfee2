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


PAGE_MAX, REFERRER_MAX = 200, 100
# From a page of ours to another; an empty referrer is an address typed, a link in a mail…
WITHIN = "-"


class PageView(models.Model):
    """So many openings of a page, one day, from one site.

    `page` is the path of a public page; empty for the others (spaces behind an account, what people
    with a session read), which are only counted together. `referrer`: host of another site, empty
    when none is told, `WITHIN` from ours.
    """

    day = models.DateField("jour")
    page = models.CharField("page", max_length=PAGE_MAX, blank=True)
    referrer = models.CharField("venue de", max_length=REFERRER_MAX, blank=True)
    count = models.PositiveIntegerField("nombre")

    class Meta:
        verbose_name = "pages ouvertes"
        verbose_name_plural = "pages ouvertes"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "page", "referrer"], name="socle_view_once")
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.page} : {self.count}"
