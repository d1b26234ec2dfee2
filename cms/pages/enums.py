"""Words of the pages of editors."""

from django.db import models


class Subject(models.TextChoices):
    """What a message to the service is about."""

    SERVICE = "service", "Une question sur le service"
    PAGE = "page", "Une erreur dans une page"
    ACCESS = "acces", "Une page que je n’arrive pas à lire ou à utiliser"
    ACCOUNT = "compte", "Mon compte"
    DATA = "donnees", "Mes données personnelles"
    PARTNER = "partenariat", "Un partenariat, la presse"
    OTHER = "autre", "Autre chose"


class MessageState(models.TextChoices):
    NEW = "nouveau", "À traiter"
    ANSWERED = "repondu", "Répondu"
    CLOSED = "ferme", "Fermé sans réponse"
