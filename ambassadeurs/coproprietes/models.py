"""Connected copropriétés and the ambassadors who speak for them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from ambassadeurs.reseaux.models import Reseau
from communaute.questions.enums import ConstructionPeriod, HeatingEnergy, HeatingMode
from communaute.territoires.models import Commune

from .enums import AmbassadeurRole, AmbassadeurStatus
from .querysets import AmbassadeurQuerySet, CoproprieteQuerySet


class Copropriete(models.Model):
    """A co-ownership connected to a network (a `connected_year` and a `reseau`).

    `latitude`/`longitude` are the exact point (WGS84) and never leave the server, `address`
    neither; what may be shown is `public_latitude`/`public_longitude`: the centre of a fixed
    500 m cell (Lambert-93 grid, `grid_x`/`grid_y`) holding at least 3 copropriétés, else null and
    the commune is shown (design §3.2). All five move in `services.set_position` only.
    Figures: kWh of heat a year for the whole building, € incl. tax per lot and per year,
    gCO2/kWh; each pair is before/after the connection, with its year.
    """

    name = models.CharField("nom de la résidence", max_length=120)
    reseau = models.ForeignKey(Reseau, models.PROTECT, related_name="coproprietes")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+")
    quartier = models.CharField("quartier", max_length=100, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    public_latitude = models.FloatField(null=True, blank=True, editable=False)
    public_longitude = models.FloatField(null=True, blank=True, editable=False)
    grid_x = models.IntegerField(null=True, editable=False)
    grid_y = models.IntegerField(null=True, editable=False)
    lots = models.PositiveIntegerField(
        "nombre de lots", validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    dwellings = models.PositiveIntegerField("nombre de logements", null=True, blank=True)
    period = models.CharField("période de construction", max_length=20, choices=ConstructionPeriod)
    former_energy = models.CharField("ancienne énergie", max_length=12, choices=HeatingEnergy)
    heating_mode = models.CharField(
        "chauffage", max_length=12, choices=HeatingMode, default=HeatingMode.COLLECTIF
    )
    connected_year = models.PositiveSmallIntegerField(
        "raccordée en", validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    cost_before = models.PositiveIntegerField("€ par lot et par an avant", null=True, blank=True)
    cost_after = models.PositiveIntegerField("€ par lot et par an après", null=True, blank=True)
    cost_years = models.CharField("années comparées", max_length=40, blank=True)
    works_cost_per_lot = models.PositiveIntegerField(
        "€ de travaux par lot, aides déduites", null=True, blank=True
    )
    quote = models.CharField("citation", max_length=240, blank=True)
    # The story, in the order people ask it. Plain text, paragraphs apart by an empty line.
    story_why = models.TextField("pourquoi", blank=True)
    story_decision = models.TextField("comment la décision s’est prise", blank=True)
    story_cost = models.TextField("ce que cela a coûté", blank=True)
    story_hard = models.TextField("ce qui a été difficile", blank=True)
    story_winter = models.TextField("après le premier hiver", blank=True)
    is_demo = models.BooleanField("démonstration", default=False)

    objects = CoproprieteQuerySet.as_manager()

    class Meta:
        verbose_name = "copropriété"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["reseau", "commune"], name="copropriete_place"),
            models.Index(fields=["grid_x", "grid_y"], name="copropriete_grid"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ambassadeurs:detail", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.name) or "residence"

    @property
    def has_cost_figures(self) -> bool:
        """Both sides of the comparison are known: one alone would mean nothing."""
        return self.cost_before is not None and self.cost_after is not None

    @property
    def cost_change_percent(self) -> int | None:
        """Change of the yearly cost per lot after the connection, in whole %, signed."""
        if self.cost_before is None or self.cost_after is None or not self.cost_before:
            return None
        return round((self.cost_after - self.cost_before) * 100 / self.cost_before)

    @property
    def story(self) -> list[tuple[str, str, str]]:
        """The filled parts of the story: (anchor, question, text), in the order people ask."""
        parts = [
            ("pourquoi", "Pourquoi se raccorder ?", self.story_why),
            ("decision", "Comment la décision s’est-elle prise ?", self.story_decision),
            ("cout", "Combien cela a-t-il coûté ?", self.story_cost),
            ("difficultes", "Qu’est-ce qui a été difficile ?", self.story_hard),
            ("hiver", "Et après le premier hiver ?", self.story_winter),
        ]
        return [part for part in parts if part[2]]


class Ambassadeur(models.Model):
    """The mandate of one person to speak for one connected copropriété.

    Only a verified mandate, not expired, is public and gives a badge. `first_name` and `role` are
    all that others see of the person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandats")
    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="ambassadeurs")
    first_name = models.CharField("prénom", max_length=40)
    role = models.CharField("rôle", max_length=20, choices=AmbassadeurRole)
    status = models.CharField(
        "état",
        max_length=12,
        choices=AmbassadeurStatus,
        default=AmbassadeurStatus.PENDING,
    )
    takes_visits = models.BooleanField("accepte des visites", default=False)
    verified_at = models.DateTimeField("vérifié le", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField("mandat jusqu’au", null=True, blank=True)
    paused_until = models.DateField("en pause jusqu’au", null=True, blank=True)
    decision_reason = models.TextField("motif du refus ou du retrait", blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = AmbassadeurQuerySet.as_manager()

    class Meta:
        verbose_name = "ambassadeur"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "copropriete"], name="ambassadeur_once_per_copropriete"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} · {self.copropriete}"

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until >= timezone.localdate()
