from django.db import models


class AccountActKind(models.TextChoices):
    """What the team did of somebody's account, in the words of the log."""

    CODE = "code", "Code de connexion envoyé"
    CLOSED = "cloture", "Compte fermé à la demande de la personne"
    ROLE = "role", "Rôle changé"
