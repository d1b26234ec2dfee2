"""The words that describe a building and the stage of its project.

Questions, guides, the national register and the copropriétés all use them: they belong to the
ground, below all of them. Then the limits of what is told of a building, each with its sentence
for the person who types.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone


class HeatingEnergy(models.TextChoices):
    GAZ = "gaz", "Gaz"
    FIOUL = "fioul", "Fioul"
    ELECTRICITE = "electricite", "Électricité"
    RESEAU = "reseau", "Réseau de chaleur"
    AUTRE = "autre", "Autre"


class HeatingMode(models.TextChoices):
    COLLECTIF = "collectif", "Collectif"
    INDIVIDUEL = "individuel", "Individuel"


class ConstructionPeriod(models.TextChoices):
    """Periods of the national register of copropriétés (RNIC)."""

    AVANT_1949 = "AVANT_1949", "Avant 1949"
    DE_1949_A_1960 = "DE_1949_A_1960", "1949–1960"
    DE_1961_A_1974 = "DE_1961_A_1974", "1961–1974"
    DE_1975_A_1993 = "DE_1975_A_1993", "1975–1993"
    DE_1994_A_2000 = "DE_1994_A_2000", "1994–2000"
    DE_2001_A_2010 = "DE_2001_A_2010", "2001–2010"
    APRES_2011 = "APRES_2011", "Depuis 2011"
    NON_CONNUE = "NON_CONNUE", "Non connue"


class Stage(models.TextChoices):
    """Where a copropriété stands in its project: for guides, questions and buildings alike."""

    IDEA = "idee", "Idée"
    AUDIT = "audit", "Audit ou étude"
    VOTE = "vote", "Vote en assemblée générale"
    WORKS = "travaux", "Travaux"
    CONNECTED = "raccorde", "Raccordé"


# What a copropriété may have heated with before a network.
FORMER_ENERGIES = [choice for choice in HeatingEnergy.choices if choice[0] != HeatingEnergy.RESEAU]

LOTS_MAX = 10_000
DWELLINGS_MAX = 10_000
BOILER_YEAR_MIN = 1950
CONNECTED_YEAR_MIN = 1930
POWER_MIN_KW = 10
POWER_MAX_KW = 50_000
ASSEMBLY_MAX_YEARS = 3

is_register_number = RegexValidator(
    r"^[A-Z]{2}\d{7}\Z",
    "Un numéro d’immatriculation a deux lettres puis sept chiffres, par exemple AA1234567.",
    code="register_number",
)


def check_boiler_year(value: int) -> None:
    """From 1950 to this year."""
    this_year = timezone.localdate().year
    if not BOILER_YEAR_MIN <= value <= this_year:
        message = f"Écrivez une année entre {BOILER_YEAR_MIN} et {this_year}."
        raise ValidationError(message, code="boiler_year")


def check_connected_year(value: int) -> None:
    """From the first networks to this year."""
    this_year = timezone.localdate().year
    if not CONNECTED_YEAR_MIN <= value <= this_year:
        message = f"Écrivez une année entre {CONNECTED_YEAR_MIN} et {this_year}."
        raise ValidationError(message, code="connected_year")


def check_boiler_power(value: int) -> None:
    """From 10 to 50 000 kW: a collective boiler, in kilowatts and not in watts."""
    if not POWER_MIN_KW <= value <= POWER_MAX_KW:
        raise ValidationError(
            "Écrivez la puissance en kilowatts (kW), entre 10 et 50\u00a0000. "
            "Elle est inscrite sur la plaque de la chaudière.",
            code="boiler_power",
        )


def check_lots(value: int) -> None:
    """From 1 to 10 000."""
    if not 1 <= value <= LOTS_MAX:
        raise ValidationError("Écrivez un nombre de lots entre 1 et 10\u00a0000.", code="lots")


def check_dwellings(value: int) -> None:
    """From 1 to 10 000."""
    if not 1 <= value <= DWELLINGS_MAX:
        message = "Écrivez un nombre de logements entre 1 et 10\u00a0000."
        raise ValidationError(message, code="dwellings")


def check_next_assembly(value: date) -> None:
    """From today to three years from now: a date that is past says nothing of what is next."""
    today = timezone.localdate()
    if value < today:
        message = "Cette date est passée. Écrivez la date de la prochaine assemblée générale."
        raise ValidationError(message, code="past")
    check_not_too_far(value)


def check_not_too_far(value: date) -> None:
    """At most three years from now: an assembly is not planned further."""
    if value.year > timezone.localdate().year + ASSEMBLY_MAX_YEARS:
        raise ValidationError("Cette date est trop lointaine. Vérifiez l’année.", code="far")
