"""District heating networks: identity, figures, traces, perimeters; and the address test."""

import uuid

from django.db import models
from django.urls import reverse

from communaute.comptes.models import Organisation
from communaute.questions.models import Space
from communaute.territoires.models import Commune, Departement

from .enums import Outcome, Precision, ReseauKind, ReseauStatus
from .querysets import ReseauQuerySet, TraceQuerySet


class Reseau(models.Model):
    """A heating (or cooling) network, in service or under construction.

    `identifiant` is the national id ("3802C"), text, often missing; `slug` is the stable part of
    its address (the id when there is one). `source_key` recognises the network at each import:
    the id, else a hash of name and département.
    Units: rates in %, CO2 in gCO2/kWh of heat delivered, prices in € incl. tax per MWh, energies
    in MWh a year, `length_km` as published (km). Each family of figures has its year and source.
    """

    kind = models.CharField("nature", max_length=8, choices=ReseauKind, default="chaleur")
    status = models.CharField("état", max_length=16, choices=ReseauStatus, default="existant")
    identifiant = models.CharField("identifiant national", max_length=12, blank=True)
    slug = models.SlugField("adresse", max_length=100, unique=True)
    source_key = models.CharField(max_length=120, unique=True)
    name = models.CharField("nom", max_length=200)
    exploitant_name = models.CharField("exploitant", max_length=200, blank=True)
    exploitant = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="reseaux"
    )
    owner_name = models.CharField("maître d’ouvrage", max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="reseaux_principaux"
    )
    communes = models.ManyToManyField(Commune, blank=True, related_name="reseaux")
    communes_label = models.CharField("communes desservies", max_length=2000, blank=True)
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, related_name="reseaux"
    )
    space = models.OneToOneField(
        Space, models.PROTECT, null=True, blank=True, related_name="reseau"
    )
    is_open = models.BooleanField("ouvert aux raccordements", default=True)
    is_classe = models.BooleanField("réseau classé", default=False)
    has_trace = models.BooleanField("tracé connu", default=False)
    creation_year = models.PositiveSmallIntegerField("année de création", null=True)
    commissioning = models.CharField("mise en service", max_length=100, blank=True)
    length_km = models.FloatField("longueur (km)", null=True)
    delivery_points = models.PositiveIntegerField("points de livraison", null=True)
    enrr_rate = models.FloatField("taux d’EnR&R (%)", null=True)
    co2_direct = models.FloatField("CO2 direct (g/kWh)", null=True)
    co2_acv = models.FloatField("CO2 en analyse de cycle de vie (g/kWh)", null=True)
    environment_year = models.CharField("année des données", max_length=20, blank=True)
    environment_source = models.CharField("source", max_length=200, blank=True)
    price_mean = models.FloatField("prix moyen (€ TTC/MWh)", null=True)
    price_housing = models.FloatField("prix logement (€ TTC/MWh)", null=True)
    price_variable_share = models.FloatField("part variable (%)", null=True)
    price_fixed_share = models.FloatField("part fixe (%)", null=True)
    price_year = models.CharField("année des prix", max_length=20, blank=True)
    price_source = models.CharField("source des prix", max_length=200, blank=True)
    # {"biomasse_solide": 1234.5, …} in MWh of heat produced a year, source's own keys.
    production_mwh = models.JSONField("production par énergie", default=dict)
    deliveries_mwh = models.JSONField("livraisons par usage", default=dict)
    is_demo = models.BooleanField("démonstration", default=False)
    updated_at = models.DateTimeField("mis à jour le", auto_now=True)

    objects = ReseauQuerySet.as_manager()

    class Meta:
        verbose_name = "réseau de chaleur"
        verbose_name_plural = "réseaux de chaleur"
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["identifiant"], name="reseau_identifiant")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reseaux:detail", args=[self.slug])

    @property
    def operator_name(self) -> str:
        """The operator, by one name everywhere: its organisation's once it has a desk here."""
        return self.exploitant.name if self.exploitant else self.exploitant_name

    @property
    def trace_source(self) -> str:
        """Where the trace comes from, as shown under a map."""
        if self.is_demo:
            return "invention pour la démonstration"
        return "France Chaleur Urbaine, Licence Ouverte 2.0"


class Trace(models.Model):
    """The pipes of a network: WKB in Lambert-93 (EPSG:2154), metres. Apart: it is heavy.

    `west`…`north` are its bounds; PostgreSQL keeps the names `xmin` and `xmax` for itself.
    """

    reseau = models.OneToOneField(Reseau, models.CASCADE, related_name="trace")
    wkb = models.BinaryField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    length_m = models.FloatField("longueur tracée (m)")
    source_hash = models.CharField(max_length=64)

    objects = TraceQuerySet.as_manager()

    class Meta:
        verbose_name = "tracé"

    def __str__(self) -> str:
        return f"Tracé de {self.reseau_id}"


class Perimetre(models.Model):
    """A polygon: priority development perimeter (PDP) or zone of a network to come.

    `reseaux` of a PDP are the networks it serves; of a planned zone, the one to be built.
    WKB in Lambert-93 (EPSG:2154).
    """

    class Kind(models.TextChoices):
        PDP = "pdp", "Périmètre de développement prioritaire"
        ZONE = "zone", "Zone d’un futur réseau"

    kind = models.CharField("nature", max_length=4, choices=Kind)
    source_key = models.CharField(max_length=120, unique=True)
    reseaux = models.ManyToManyField(Reseau, related_name="perimetres")
    communes_label = models.CharField("communes", max_length=2000, blank=True)
    wkb = models.BinaryField()
    source_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "périmètre"

    def __str__(self) -> str:
        return " · ".join(filter(None, (str(self.get_kind_display()), self.communes_label)))


class GeoVersion(models.Model):
    """One row, whose `token` is new when an import changes a geometry: processes rebuild their
    index."""

    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "version des tracés"
        verbose_name_plural = "versions des tracés"

    def __str__(self) -> str:
        return str(self.token)


class AddressTest(models.Model):
    """One address test, without the address: counted in /stats, shareable by its token.

    `distance_m`: straight line to the nearest trace, whole metres, null when there is none.
    `beyond_m` and `beyond_reseau`: the nearest network when all are too far.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outcome = models.CharField("résultat", max_length=40, choices=Outcome)
    precision = models.CharField("précision", max_length=14, choices=Precision)
    distance_m = models.PositiveIntegerField("distance (m)", null=True)
    reseau = models.ForeignKey(Reseau, models.SET_NULL, null=True, related_name="+")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    heating_mode = models.CharField("chauffage", max_length=12, blank=True)
    in_pdp = models.BooleanField("dans un périmètre prioritaire", default=False)
    beyond_m = models.PositiveIntegerField("distance du plus proche (m)", null=True)
    beyond_reseau = models.ForeignKey(Reseau, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("fait le", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "test d’adresse"
        verbose_name_plural = "tests d’adresse"

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.commune or 'commune inconnue'}"

    def get_absolute_url(self) -> str:
        return reverse("reseaux:result", args=[self.token])
