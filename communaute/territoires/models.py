"""Official geography of France (COG 2026): the scope of agencies, the place of contents."""

from django.db import models

from socle.words import after_a, after_de

from .querysets import CommuneQuerySet


class Region(models.Model):
    """A région or an overseas collectivity, by its official code."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """A département (or overseas equivalent), by its official code ("38", "2A", "974")."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=100)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="departements")

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Epci(models.Model):
    """A grouping of communes with its own tax (métropole, communauté…), by SIREN."""

    code = models.CharField("code", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=10, blank=True)

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, or an arrondissement of Paris, Lyon or Marseille (then `parent` is the city).

    `latitude`/`longitude` are WGS84 degrees of the town hall, null where unknown.
    `search_name` is the name in lower case, without accents, hyphens or "saint" variants.
    `postcodes` are separated by spaces, as shown; `CommunePostcode` holds them for look-up.
    """

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=100)
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, related_name="communes")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="communes")
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, related_name="communes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="districts")
    population = models.PositiveIntegerField("population", default=0)
    latitude = models.FloatField("latitude", null=True)
    longitude = models.FloatField("longitude", null=True)
    postcodes = models.CharField("codes postaux", max_length=400, blank=True)
    search_name = models.CharField("nom de recherche", max_length=100, db_index=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["-population", "code"]
        indexes = [models.Index(fields=["-population", "code"], name="commune_population")]

    def __str__(self) -> str:
        return f"{self.name} ({self.departement_id or self.code[:3]})"

    @property
    def after_de(self) -> str:
        """« d’Échirolles », « du Mans »."""
        return after_de(self.name)

    @property
    def after_a(self) -> str:
        """« à Échirolles », « au Mans »."""
        return after_a(self.name)

    @property
    def is_overseas(self) -> bool:
        """True outside the Lambert-93 domain (overseas départements and collectivities)."""
        return self.code.startswith(("97", "98"))


class CommunePostcode(models.Model):
    """One postcode of one commune, for look-up by the first digits typed."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="postcode_rows")
    postcode = models.CharField("code postal", max_length=5, db_index=True)

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        constraints = [
            models.UniqueConstraint(fields=["commune", "postcode"], name="commune_postcode_unique")
        ]

    def __str__(self) -> str:
        return f"{self.postcode} {self.commune_id}"
