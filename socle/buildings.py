"""The words that describe a building and the stage of its project.

Questions, guides, the national register and the copropriétés all use them: they belong to the
ground, below all of them.
"""

from django.db import models


class HeatingEnergy(models.TextChoices):
    GAZ = "gaz", "Gaz"
    FIOUL = "fioul", "Fioul"
    ELECTRICITE = "electricite", "Électricité"
    RESEAU = "reseau", "Réseau de chaleur"
    AUTRE = "autre", "Autre"


class HeatingMode(models.TextChoices):
    COLLECTIF = "collectif", "Collectif"
    INDIVIDUEL = "individuel", "Individuel"


class ConstructionPeriod(models.TextChoices):
    """Periods of the national register of copropriétés (RNIC)."""

    AVANT_1949 = "AVANT_1949", "Avant 1949"
    DE_1949_A_1960 = "DE_1949_A_1960", "1949–1960"
    DE_1961_A_1974 = "DE_1961_A_1974", "1961–1974"
    DE_1975_A_1993 = "DE_1975_A_1993", "1975–1993"
    DE_1994_A_2000 = "DE_1994_A_2000", "1994–2000"
    DE_2001_A_2010 = "DE_2001_A_2010", "2001–2010"
    APRES_2011 = "APRES_2011", "Depuis 2011"
    NON_CONNUE = "NON_CONNUE", "Non connue"


class Stage(models.TextChoices):
    """Where a copropriété stands in its project: for guides, questions and buildings alike."""

    IDEA = "idee", "Idée"
    AUDIT = "audit", "Audit ou étude"
    VOTE = "vote", "Vote en assemblée générale"
    WORKS = "travaux", "Travaux"
    CONNECTED = "raccorde", "Raccordé"


# What a copropriété may have heated with before a network.
FORMER_ENERGIES = [choice for choice in HeatingEnergy.choices if choice[0] != HeatingEnergy.RESEAU]
