from django.db import models


class ExportState(models.TextChoices):
    """Where the copy of somebody’s data stands."""

    WAITING = "attente", "En préparation"
    READY = "prete", "Prête"
    EXPIRED = "expiree", "Effacée"


class Texts(models.TextChoices):
    """What becomes of what somebody published, when they close their account."""

    KEEP = "garder", "Les laisser en ligne, sans mon nom"
    ERASE = "effacer", "Les effacer"
    REVIEW = "relire", "Les laisser, et faire relire ceux qui parlent de moi"


class Right(models.TextChoices):
    """What somebody asks of the service about their data."""

    CORRECT = "corriger", "Corriger une donnée"
    OBJECT = "opposer", "M’opposer à un usage"
