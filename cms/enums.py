"""Words shared by the pages. The rooms above may import these; the CMS imports none of theirs."""

from django.db import models


class Stage(models.TextChoices):
    """Where a copropriété stands in its project: for guides, questions and buildings alike."""

    IDEA = "idee", "Idée"
    AUDIT = "audit", "Audit ou étude"
    VOTE = "vote", "Vote en assemblée générale"
    WORKS = "travaux", "Travaux"
    CONNECTED = "raccorde", "Raccordé"


class ConformityState(models.TextChoices):
    """State of an accessibility declaration, in the words the law asks for."""

    NONE = "non", "non conforme"
    PARTIAL = "partielle", "partiellement conforme"
    FULL = "totale", "totalement conforme"


class CalloutKind(models.TextChoices):
    INFO = "info", "À savoir"
    CHECK = "verifier", "À vérifier"
    WARNING = "attention", "Attention"
