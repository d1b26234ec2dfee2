from django.db import models


class SpaceKind(models.TextChoices):
    NETWORK = "reseau", "Réseau"
    TERRITORY = "territoire", "Territoire"
    NATIONAL = "national", "National"
