"""Closed lists of the registry."""

from django.db import models


class ValueKind(models.TextChoices):
    """What a figure is; each has its own fields."""

    NUMBER = "number", "un nombre"
    RANGE = "range", "deux bornes"
    DATE = "date", "une date"
    YEAR = "year", "une année"


class StatusChoice(models.TextChoices):
    """`shape.Status`, as it is kept."""

    SEEN = "seen", "vu à la source"
    RELAYED = "relayed", "lu chez qui la cite, source non relue"
    TO_VERIFY = "to_verify", "à vérifier"
    CONVENTION = "convention", "convention du service"


class BoundaryChoice(models.TextChoices):
    """`shape.Boundary`, as it is kept."""

    NONE = "none", "sans objet"
    DIRECT = "direct", "émissions directes"
    LIFE_CYCLE = "life_cycle", "analyse du cycle de vie"


class State(models.TextChoices):
    """What editors sort figures by."""

    CURRENT = "en-cours", "en cours"
    EXPIRED = "perimes", "périmés"
    TO_VERIFY = "a-verifier", "à vérifier"
    WITHDRAWN = "retires", "retirés"
