from django.db import models

from ambassadeurs.reseaux.models import Reseau

from .cases import Learnt


class Part(models.TextChoices):
    """What of the computation is compared with what buildings tell."""

    HEAT = "chaleur", "La chaleur livrée, d’après l’énergie achetée avant"
    COST = "cout", "La facture du réseau, d’après celle d’avant"


class Calibration(models.Model):
    """What the published figures of connected copropriétés teach about one part of the
    computation: those of a network, or of France (`reseau` empty). Made again each night.

    `pairs` of them, 0 where too few tell it; `factor`: real over computed; `spread` of the same,
    as a logarithm; `within`: how many were in our range.
    """

    reseau = models.ForeignKey(
        Reseau, models.CASCADE, null=True, blank=True, related_name="calibrations"
    )
    part = models.CharField("partie", max_length=10, choices=Part)
    pairs = models.PositiveSmallIntegerField("copropriétés", default=0)
    factor = models.DecimalField("facteur", max_digits=6, decimal_places=4, default=1)
    spread = models.DecimalField("dispersion", max_digits=6, decimal_places=4, default=0)
    within = models.PositiveSmallIntegerField("dans notre fourchette", default=0)
    counted_on = models.DateField("comptée le")

    class Meta:
        verbose_name = "étalonnage"
        constraints = [
            models.UniqueConstraint(fields=["reseau", "part"], name="calibration_once"),
            models.UniqueConstraint(
                fields=["part"],
                condition=models.Q(reseau=None),
                name="calibration_of_france_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reseau or 'France'}, {self.part} : {self.factor}"

    @property
    def learnt(self) -> Learnt:
        return Learnt(self.pairs, self.factor, self.spread, self.within)
