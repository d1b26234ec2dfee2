from django.db import models


class Kind(models.TextChoices):
    """What a result is, in the order of the filters."""

    GUIDE = "guides", "Guides"
    QUESTION = "questions", "Questions"
    SPACE = "espaces", "Espaces"
    RESEAU = "reseaux", "Réseaux"
    AMBASSADEUR = "ambassadeurs", "Ambassadeurs"
    COMMUNE = "communes", "Communes"
    TERM = "mots", "Glossaire"
    PAGE = "pages", "Pages"
