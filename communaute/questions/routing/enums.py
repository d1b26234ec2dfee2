from django.db import models


class AskedAs(models.TextChoices):
    """As what somebody was asked to answer."""

    AMBASSADOR = "ambassadeur", "Ambassadeur"
    OPERATOR = "exploitant", "Exploitant"
    AGENCY = "agence", "Agence"
    TEAM = "equipe", "Équipe nationale"
