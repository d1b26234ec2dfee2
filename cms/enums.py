"""Words shared by the pages. The rooms above may import these; the CMS imports none of theirs."""

from django.db import models


class ConformityState(models.TextChoices):
    """State of an accessibility declaration, in the words the law asks for."""

    NONE = "non", "non conforme"
    PARTIAL = "partielle", "partiellement conforme"
    FULL = "totale", "totalement conforme"


class Audience(models.TextChoices):
    """Whom a guide is written for."""

    OWNER = "coproprietaire", "Copropriétaires"
    COUNCIL = "conseil", "Conseils syndicaux"
    SYNDIC = "syndic", "Syndics"
    TENANT = "locataire", "Locataires"


class CalloutKind(models.TextChoices):
    INFO = "info", "À savoir"
    CHECK = "verifier", "À vérifier"
    WARNING = "attention", "Attention"
