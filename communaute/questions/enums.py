from django.db import models


class SpaceKind(models.TextChoices):
    NETWORK = "reseau", "Réseau"
    TERRITORY = "territoire", "Territoire"
    NATIONAL = "national", "National"
    # A subject, for the whole country: beside the national space.
    THEME = "theme", "Thème"


class ListOrder(models.TextChoices):
    """How a list of questions is sorted; the latest activity first when nothing is said."""

    USEFUL = "utiles", "Les plus utiles"


class WasAccepted(models.TextChoices):
    """Who had chosen an answer that moderation then hid: given back with it."""

    BY_ASKER = "auteur", "Par l’auteur de la question"
    BY_AGENCY = "agence", "Par l’agence"


class ReachStep(models.TextChoices):
    """Who is asked next while a question has no answer."""

    AMBASSADORS = "ambassadeurs", "D’autres ambassadeurs"
    AGENCY = "agence", "L’agence du territoire"
    TEAM = "equipe", "L’équipe nationale"


class AskedAs(models.TextChoices):
    """As what somebody was asked to answer."""

    AMBASSADOR = "ambassadeur", "Ambassadeur"
    OPERATOR = "exploitant", "Exploitant"
    AGENCY = "agence", "Agence"
    TEAM = "equipe", "Équipe nationale"
