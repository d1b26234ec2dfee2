"""Words of the room."""

from django.db import models


class State(models.TextChoices):
    """Where a registration stands; giving up erases it."""

    ASKED = "demandee", "À confirmer par courriel"
    CONFIRMED = "inscrite", "A une place"
    WAITING = "attente", "Sur liste d’attente"
