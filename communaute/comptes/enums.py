from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is; `EQUIPE` is the national team of the service."""

    AGENCE = "agence", "Agence locale de l’énergie"
    EXPLOITANT = "exploitant", "Exploitant de réseau"
    COLLECTIVITE = "collectivite", "Collectivité"
    SYNDIC = "syndic", "Syndic"
    EQUIPE = "equipe", "Équipe nationale"


class MembershipRole(models.TextChoices):
    MEMBRE = "membre", "Membre"
    RESPONSABLE = "responsable", "Responsable"
