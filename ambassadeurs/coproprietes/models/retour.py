"""The retour d'expérience of a connected copropriété: a story, figures, photos."""

from django.conf import settings
from django.db import models

from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from socle.uploads import private_storage

from ..enums import FIGURE_UNITS, Again, FigureKey, RetourState
from ..querysets import RetourQuerySet
from .copropriete import QUOTE_MAX, Copropriete

FIGURE_PROOFS = "justificatifs-chiffres"
# The parts of the story, in the order of the form: anchor on the page, and what is asked.
QUESTIONS = {
    "why": ("pourquoi", "Pourquoi se raccorder ?"),
    "convinced": ("convaincre", "Qui a-t-il fallu convaincre ?"),
    "objection": ("objection", "Quelle objection avez-vous rencontrée ?"),
    "regrets": ("regrets", "Qu’est-ce qui s’est mal passé, ou vous déçoit ?"),
    "differently": ("autrement", "Que feriez-vous autrement ?"),
}


class RetourExperience(ModeratedContent):
    """One sheet per copropriété: draft, then proposed, then published through moderation.

    Once published it changes through a second row, its revision (`revises`): a draft beside it,
    never published itself. Accepted, the revision replaces what is shown and is gone; until then
    the public reads what was accepted before. Story in the owner's words (plain text). `author`
    is the ambassador who wrote it.
    """

    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="retours")
    revises = models.OneToOneField(
        "self", models.CASCADE, null=True, editable=False, related_name="revision"
    )
    state = models.CharField(
        "avancement", max_length=12, choices=RetourState, default=RetourState.DRAFT
    )
    why = models.TextField("pourquoi", max_length=5000, blank=True)
    convinced = models.TextField("qui il a fallu convaincre", max_length=5000, blank=True)
    objection = models.TextField("l’objection rencontrée", max_length=5000, blank=True)
    differently = models.TextField("ce que nous ferions autrement", max_length=5000, blank=True)
    regrets = models.TextField("ce qui s’est mal passé", max_length=5000, blank=True)
    again = models.CharField("referiez-vous ce choix", max_length=10, choices=Again, blank=True)
    quote = models.CharField("la phrase à retenir", max_length=QUOTE_MAX, blank=True)
    months_from_idea = models.PositiveSmallIntegerField(
        "mois, de l’idée à la chaleur", null=True, blank=True
    )
    proposed_at = models.DateTimeField("proposée le", null=True)
    published_at = models.DateTimeField("publiée le", null=True)
    review_note = models.TextField("remarque du relecteur", blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RetourQuerySet.as_manager()

    class Meta:
        verbose_name = "retour d’expérience"
        verbose_name_plural = "retours d’expérience"
        constraints = [
            EXPLAINED,
            STATES,
            models.UniqueConstraint(
                fields=["copropriete"],
                condition=models.Q(revises__isnull=True),
                name="retour_once_per_copropriete",
            ),
            models.CheckConstraint(
                condition=models.Q(revises__isnull=True) | ~models.Q(state=RetourState.PUBLISHED),
                name="retour_revision_is_not_public",
            ),
        ]

    def __str__(self) -> str:
        return f"Retour d’expérience · {self.copropriete}"

    def get_absolute_url(self) -> str:
        return f"{self.copropriete.get_absolute_url()}#retour"

    @property
    def is_published(self) -> bool:
        """Others may read it: reviewed, and not hidden since."""
        return self.state == RetourState.PUBLISHED and super().is_published

    @property
    def is_draft(self) -> bool:
        return self.state == RetourState.DRAFT

    @property
    def is_proposed(self) -> bool:
        return self.state == RetourState.PROPOSED

    @property
    def is_revision(self) -> bool:
        """Changes to a published sheet, which stays as it is until they are accepted."""
        return self.revises_id is not None

    @property
    def story(self) -> list[tuple[str, str, str]]:
        """The filled parts of the story: (anchor, question, text), in the order of the form."""
        return [
            (anchor, question, text)
            for name, (anchor, question) in QUESTIONS.items()
            if (text := getattr(self, name))
        ]


class Figure(models.Model):
    """One figure of a sheet, declared or verified (then: by what, by whom, when).

    `value` in the unit of `key` (`enums.FIGURE_UNITS`); `year` is the year it is about: a yearly
    figure keeps its former years.
    `verified_for` is the organisation that checked, as it is shown; the person stays inside.
    `proof` is the document that shows it: private, read by reviewers, erased 30 days after the
    check (`retours.due`).
    """

    retour = models.ForeignKey(RetourExperience, models.CASCADE, related_name="figures")
    key = models.CharField("donnée", max_length=30, choices=FigureKey)
    value = models.DecimalField("valeur", max_digits=12, decimal_places=2)
    year = models.PositiveSmallIntegerField("année")
    proof_kind = models.CharField("justificatif", max_length=100, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verified_for = models.CharField("au nom de", max_length=200, blank=True)
    verified_at = models.DateTimeField("vérifiée le", null=True, blank=True)
    proof = models.FileField(
        "document", upload_to=f"{FIGURE_PROOFS}/%Y/%m/", storage=private_storage, blank=True
    )
    proof_name = models.CharField("nom du document", max_length=150, blank=True)

    class Meta:
        verbose_name = "chiffre"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["retour", "key", "year"], name="figure_once_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} : {self.value}"

    @property
    def unit(self) -> str:
        return FIGURE_UNITS[FigureKey(self.key)]

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None


class Photo(models.Model):
    """A photo of a sheet: resized, without EXIF, with its alternative text.

    Private until the sheet is published: a view serves it (`retours.views.photo`). A revision
    shares the file of the photos it keeps.
    """

    retour = models.ForeignKey(RetourExperience, models.CASCADE, related_name="photos")
    image = models.ImageField(
        "photo",
        upload_to="retours/%Y/%m/",
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = models.CharField("description", max_length=200)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "photo"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alt
