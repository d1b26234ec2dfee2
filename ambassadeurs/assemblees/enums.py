from django.db import models


class State(models.TextChoices):
    TO_COME = "a_preparer", "À préparer"
    HELD = "tenue", "Tenue"
    CANCELLED = "annulee", "Annulée"


class Result(models.TextChoices):
    """What the assembly decided of the connection."""

    ADOPTED = "adoptee", "Le raccordement est adopté"
    ADOPTED_SECOND = "second_vote", "Le raccordement est adopté au second vote"
    REJECTED = "rejetee", "Le raccordement est rejeté"
    PUT_OFF = "reportee", "Le vote est reporté"
    NOT_ON_AGENDA = "hors_ordre", "Le raccordement n’était pas à l’ordre du jour"


ADOPTED = frozenset({Result.ADOPTED, Result.ADOPTED_SECOND})
# What the public figures count, when the person agrees.
DECIDED = ADOPTED | {Result.REJECTED}
