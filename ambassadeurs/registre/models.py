"""The national register of copropriétés (RNIC): buildings only, never a person."""

from django.db import models

from communaute.territoires.models import Commune
from socle.buildings import ConstructionPeriod

from .querysets import RegisteredCoproprieteQuerySet


class RegisteredCopropriete(models.Model):
    """One line of the register, building columns only (Licence Ouverte 2.0, Anah).

    `number` is two letters and seven digits. `search_text` is number, name and address in the
    normal form of `socle.words.normalise`; how it is searched depends on the database
    (see `querysets.RegisteredCoproprieteQuerySet.search`).
    """

    number = models.CharField("numéro d’immatriculation", max_length=9, primary_key=True)
    name = models.CharField("nom d’usage", max_length=200, blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    lots = models.PositiveIntegerField("lots", null=True)
    dwellings = models.PositiveIntegerField("lots d’habitation", null=True)
    period = models.CharField(
        "période de construction", max_length=20, choices=ConstructionPeriod, blank=True
    )
    syndic_name = models.CharField("syndic professionnel", max_length=150, blank=True)
    search_text = models.TextField()
    row_hash = models.CharField(max_length=40)

    objects = RegisteredCoproprieteQuerySet.as_manager()

    class Meta:
        verbose_name = "copropriété du registre"
        verbose_name_plural = "copropriétés du registre"

    def __str__(self) -> str:
        return self.name or self.address or self.number

    @property
    def has_period(self) -> bool:
        """Whether the register knows when it was built."""
        return self.period not in ("", ConstructionPeriod.NON_CONNUE)
