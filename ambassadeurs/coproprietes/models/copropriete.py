"""Copropriétés: connected ones, whose ambassadors speak, and those that think about it."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation
from communaute.moderation.models import (
    EXPLAINED,
    STATES,
    ModeratedContent,
    StatementOfReasons,
    explained,
)
from communaute.moderation.querysets import ModeratedQuerySet
from communaute.territoires.models import Commune
from socle.buildings import ConstructionPeriod, HeatingEnergy, HeatingMode, Stage
from socle.calendar import days_after, end_of_day
from socle.words import normalise

from ..enums import HotWater
from ..numbers import NUMBERS
from ..querysets import CoproprieteQuerySet

QUOTE_MAX = 240
NAME_MAX = 120


def unnamed(commune: Commune) -> str:
    """How a building is called while nobody told its name: nobody's name, never public."""
    return f"Mon immeuble {commune.after_a}"[:NAME_MAX]


def is_nobodys(name: str, commune: Commune) -> bool:
    """Whether that is the name of `unnamed`, however it is typed."""
    return normalise(name) == normalise(unnamed(commune))


class Copropriete(models.Model):
    """A co-ownership: connected to a network (`connected_year` and `reseau`), or thinking of it.

    A building that is not connected is private: its members and the people they write to read it.
    `nearest_reseau`/`distance_m` (straight line, metres) are recomputed after each network import;
    `measured_version` is the `GeoVersion` they were measured on. Every fact is optional.

    `latitude`/`longitude` are the exact point (WGS84) and never leave the server, `address`
    neither; what may be shown is `public_latitude`/`public_longitude`: the centre of a fixed
    500 m cell (Lambert-93 grid, `grid_x`/`grid_y`) holding at least 3 public copropriétés, else
    null and the commune is shown (docs/decisions/0009). The point and its cell move in
    `services.set_position` and, before the connection, in `projects`; the public place in
    `services` only.
    Figures: kWh of heat a year for the whole building, € incl. tax per lot and per year,
    gCO2/kWh; each pair is before/after the connection, with its year.
    """

    name = models.CharField("nom de la résidence", max_length=NAME_MAX)
    reseau = models.ForeignKey(
        Reseau, models.PROTECT, null=True, blank=True, related_name="coproprietes"
    )
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
        "nombre de lots",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
    )
    dwellings = models.PositiveIntegerField("nombre de logements", null=True, blank=True)
    period = models.CharField(
        "période de construction", max_length=20, choices=ConstructionPeriod, blank=True
    )
    former_energy = models.CharField(
        "ancienne énergie", max_length=12, choices=HeatingEnergy, blank=True
    )
    heating_mode = models.CharField(
        "chauffage", max_length=12, choices=HeatingMode, blank=True, default=HeatingMode.COLLECTIF
    )
    connected_year = models.PositiveSmallIntegerField(
        "raccordée en",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    stage = models.CharField("étape", max_length=12, choices=Stage, blank=True)
    current_energy = models.CharField(
        "énergie de chauffage", max_length=12, choices=HeatingEnergy, blank=True
    )
    hot_water = models.CharField("eau chaude", max_length=12, choices=HotWater, blank=True)
    boiler_year = models.PositiveSmallIntegerField("année de la chaudière", null=True, blank=True)
    boiler_power_kw = models.PositiveIntegerField(
        "puissance de la chaudière (kW)", null=True, blank=True
    )
    syndic_name = models.CharField("syndic", max_length=150, blank=True)
    register_number = models.CharField("numéro d’immatriculation", max_length=9, blank=True)
    nearest_reseau = models.ForeignKey(
        Reseau, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    distance_m = models.PositiveIntegerField("distance (m)", null=True, editable=False)
    in_pdp = models.BooleanField("dans un périmètre prioritaire", default=False, editable=False)
    measured_version = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    cost_before = models.PositiveIntegerField("€ par lot et par an avant", null=True, blank=True)
    cost_after = models.PositiveIntegerField("€ par lot et par an après", null=True, blank=True)
    cost_years = models.CharField("années comparées", max_length=40, blank=True)
    # Both costs were checked on a document: moved with them, by `retours.card`.
    cost_verified = models.BooleanField("coûts vérifiés", default=False, editable=False)
    # The published sheet has a figure that somebody checked: moved by `retours.card` too.
    has_verified_figures = models.BooleanField("chiffres vérifiés", default=False, editable=False)
    # How much its ambassadors tell and how well they answer, in points: moved by `ambassador_rank`.
    telling = models.PositiveSmallIntegerField("ce qu’elle raconte", default=0, editable=False)
    telling_counted_on = models.DateField("compté le", null=True, editable=False)
    works_cost_per_lot = models.PositiveIntegerField(
        "€ de travaux par lot, aides déduites", null=True, blank=True
    )
    # One sentence of the published sheet, for the home page and the cards: moved by `retours.card`.
    quote = models.CharField("citation", max_length=QUOTE_MAX, blank=True)
    # Moved by moderation with what it decided of the page (`services.show_page`).
    page_hidden_at = models.DateTimeField("page masquée le", null=True, editable=False)
    page_hidden_for = models.ForeignKey(
        StatementOfReasons,
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    is_demo = models.BooleanField("démonstration", default=False)

    objects = CoproprieteQuerySet.as_manager()

    class Meta:
        verbose_name = "copropriété"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["reseau", "commune"], name="copropriete_place"),
            models.Index(fields=["grid_x", "grid_y"], name="copropriete_grid"),
            models.Index(fields=["public_longitude", "public_latitude"], name="copropriete_public"),
            # The acts of one day, counted once (`ambassadeurs.stats`).
            models.Index(fields=["created_at"], name="copropriete_created"),
            # The directory, in its order: a page is read without sorting the others.
            models.Index(
                fields=["-telling", "-connected_year", "name", "id"],
                name="copropriete_directory",
                condition=models.Q(
                    connected_year__isnull=False, reseau__isnull=False, page_hidden_at=None
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=explained(models.Q(page_hidden_at__isnull=False), "page_hidden_for"),
                name="copropriete_page_hiding_is_explained",
            ),
            models.CheckConstraint(
                name="copropriete_connected_is_whole",
                condition=models.Q(connected_year__isnull=True) | models.Q(reseau__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("annuaire:detail", args=[self.pk, self.slug])

    @property
    def has_own_name(self) -> bool:
        """Not the one it is given while nobody told its own."""
        return not is_nobodys(self.name, self.commune)

    @property
    def slug(self) -> str:
        return slugify(self.name) or "residence"

    @property
    def has_cost_figures(self) -> bool:
        """Both sides of the comparison are known: one alone would mean nothing."""
        return self.cost_before is not None and self.cost_after is not None

    @property
    def energy_before(self) -> str:
        """What heats it, or did before the network; "" when nobody said."""
        is_network = self.current_energy == HeatingEnergy.RESEAU
        return self.former_energy or ("" if is_network else self.current_energy)

    @property
    def is_connected(self) -> bool:
        return self.connected_year is not None

    @property
    def is_said_connected(self) -> bool:
        """Heated by a network, or its people say so: nothing is left to ask nor to vote."""
        return self.is_connected or self.stage == Stage.CONNECTED


class CoproprieteMember(models.Model):
    """A person who takes part in the project of a building, and may read and edit its facts."""

    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="copropriete_memberships"
    )
    joined_at = models.DateTimeField("arrivée le", auto_now_add=True)

    class Meta:
        verbose_name = "membre de la copropriété"
        verbose_name_plural = "membres de la copropriété"
        constraints = [
            models.UniqueConstraint(fields=["copropriete", "user"], name="copropriete_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.copropriete}"


class Invitation(models.Model):
    """An invitation by mail to join a building; the link holds a signed token, valid 14 days."""

    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="invitations")
    email = models.EmailField("adresse électronique")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True)

    class Meta:
        verbose_name = "invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["copropriete", "email"],
                condition=models.Q(accepted_at__isnull=True),
                name="invitation_once_open",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation pour {self.copropriete}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class JoinRequest(models.Model):
    """A person asks the members of a building to be one of them: erased once answered, or
    `NUMBERS.invitation_days` days later (`join_requests`).

    `told_as`: the address or number by which the person found the building, all they know of it.
    """

    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    told_as = models.CharField("trouvée par", max_length=200)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)

    class Meta:
        verbose_name = "demande à participer"
        verbose_name_plural = "demandes à participer"
        constraints = [
            models.UniqueConstraint(fields=["copropriete", "user"], name="join_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.copropriete}"

    @property
    def key(self) -> str:
        """Of what people are told of it."""
        return f"participer-{self.copropriete_id}-{self.user_id}-{self.asked_at.isoformat()}"

    @property
    def until(self) -> datetime:
        """When it ends without an answer: the end of a day."""
        return end_of_day(days_after(self.asked_at, NUMBERS.invitation_days))


class ToldConnection(models.Model):
    """An operator said that a project is connected now; nobody of the building had said so before.

    `before` is what the building was, {field: raw value}, for the day the operator takes it back
    (`services.disconnect_building`).
    """

    copropriete = models.OneToOneField(
        Copropriete, models.CASCADE, related_name="told_connection", verbose_name="copropriété"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name="exploitant"
    )
    before = models.JSONField("avant", default=dict)
    told_at = models.DateTimeField("annoncé le", default=timezone.now)

    class Meta:
        verbose_name = "raccordement annoncé"
        verbose_name_plural = "raccordements annoncés"

    def __str__(self) -> str:
        return f"{self.copropriete} · {self.organisation}"

    @property
    def key(self) -> str:
        """Of what its members are told: once for each announcement."""
        return f"raccordement:{self.copropriete_id}:{self.pk}"


class Fiche(ModeratedContent):
    """The public page of a copropriété, from its first ambassador on, who is its `author`: names
    typed by hand, quartier. What a retour d’expérience says is moderated apart.

    Hidden, the page and what leads to it are gone (`Copropriete.page_hidden_at`); mandates and
    open exchanges go on.
    """

    copropriete = models.OneToOneField(Copropriete, models.CASCADE, related_name="fiche")

    objects = ModeratedQuerySet.as_manager()

    class Meta:
        verbose_name = "page d’une copropriété"
        verbose_name_plural = "pages des copropriétés"
        constraints = [EXPLAINED, STATES]

    def __str__(self) -> str:
        return str(self.copropriete)

    def get_absolute_url(self) -> str:
        return self.copropriete.get_absolute_url()
