"""States of a visit and of a place."""

from django.db import models


class VisitState(models.TextChoices):
    PROPOSED = "propose", "Proposée"
    CANCELLED = "annule", "Annulée"
    HELD = "tenu", "Tenue"


class BookingState(models.TextChoices):
    REQUESTED = "demande", "Demandée"
    WAITING_LIST = "liste_attente", "Liste d’attente"
    CONFIRMED = "confirme", "Confirmée"
    ATTENDED = "tenu", "Présent"
    ABSENT = "absent", "Absent"
    CANCELLED = "annule", "Annulée"
