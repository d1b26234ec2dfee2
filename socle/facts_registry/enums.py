"""Closed lists of the registry, its units among them: the same thing is never written two ways."""

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


GRAMS = "g de CO2 par kWh"
CUMAC = "kWh cumac"

# Nothing, for a date, a year or a ratio.
UNITS = (
    *("", "%", "% du budget", "% des travaux", "% des travaux prévus"),
    *("€", "€ HT", "€ par logement", "€ par MWh", "€ par MWh cumac", "€ par an"),
    *("€ par MWh PCS", "€ par litre", "€ HT par kW", "€ HT par kW et par an", "€ HT par MWh"),
    *("litres par MWh", "heures par an"),
    *("g de CO2", GRAMS, "kg de CO2", "t de CO2", "t de CO2 par an"),
    *("kW", "kWh", "MWh", "MWh par an", "GWh", "TWh", "kWh par m² par an"),
    *(CUMAC, "kWh cumac par logement", "kWh de chaleur par kWh d’électricité"),
    "kWh PCS par kWh PCI",
    *("m", "km", "m²", "°C"),
    *("jours", "semaines", "mois", "ans"),
    *("logements", "bâtiments", "copropriétés", "réseaux", "réseaux environ", "villes"),
)
CHOICES = [(unit, unit or "aucune") for unit in UNITS]
