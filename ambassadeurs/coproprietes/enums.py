from django.db import models


class AmbassadeurStatus(models.TextChoices):
    PENDING = "en_attente", "En attente de vérification"
    VERIFIED = "verifie", "Vérifié"
    REFUSED = "refuse", "Refusé"
    WITHDRAWN = "retire", "Retiré"


class AmbassadeurRole(models.TextChoices):
    CONSEIL_SYNDICAL = "conseil_syndical", "Conseil syndical"
    COPROPRIETAIRE = "coproprietaire", "Copropriétaire"
    SYNDIC = "syndic", "Syndic"
