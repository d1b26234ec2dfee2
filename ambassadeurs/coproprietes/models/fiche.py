"""What may be reported of a copropriété: what its page says of itself."""

from django.db import models

from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from communaute.moderation.querysets import ModeratedQuerySet

from .copropriete import Copropriete


class Fiche(ModeratedContent):
    """The public page of a copropriété, from its first ambassador on, who is its `author`: names
    typed by hand, quartier, story. What a retour d’expérience says is moderated apart.

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
