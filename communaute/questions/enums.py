from django.db import models


class SpaceKind(models.TextChoices):
    NETWORK = "reseau", "Réseau"
    TERRITORY = "territoire", "Territoire"
    NATIONAL = "national", "National"


class WasAccepted(models.TextChoices):
    """Who had chosen an answer that moderation then hid: given back with it."""

    BY_ASKER = "auteur", "Par l’auteur de la question"
    BY_AGENCY = "agence", "Par l’agence"
