from django.db import models


class ExportState(models.TextChoices):
    """Where the copy of somebody’s data stands."""

    WAITING = "attente", "En préparation"
    READY = "prete", "Prête"
    EXPIRED = "expiree", "Effacée"
