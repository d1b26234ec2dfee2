"""The keys of the table: what is counted, on which day."""

from datetime import timedelta
from math import ceil
from typing import Final

# Acts, on the day they were done.
ARRIVALS: Final = "arrivees"
TESTS: Final = "tests"
TESTS_NEAR: Final = "tests_proches"
REGISTERED: Final = "coproprietes_enregistrees"
QUESTIONS: Final = "questions"
ASKED: Final = "demandes"
REPLIED: Final = "demandes_repondues"
HELD: Final = "visites_tenues"
OFFERED: Final = "devis"
VOTED: Final = "votes"
# Told by a member who agreed that it is counted.
ADOPTED: Final = "assemblees_adoptees"
REJECTED: Final = "assemblees_rejetees"
CONNECTED: Final = "raccordements"
OPINIONS: Final = "avis"
HELPED: Final = "avis_utiles"
NOTICES: Final = "signalements"
DECISIONS: Final = "decisions"

# On the day when the time to answer was over: how many waited, how many were answered in time.
DUE: Final = "echeances"
IN_TIME: Final = "echeances_tenues"
QUESTION: Final = "question"

# Of today, whatever the day they began.
AMBASSADORS: Final = "ambassadeurs"
BUILDINGS: Final = "coproprietes"
LOTS: Final = "lots"
COVERED: Final = "reseaux_couverts"
KNOWN: Final = "reseaux_connus"
PLANNED: Final = "reseaux_a_venir"
GUIDES: Final = "guides"
TO_COME: Final = "assemblees_a_venir"
STOCKS: Final = (AMBASSADORS, BUILDINGS, LOTS, COVERED, KNOWN, PLANNED, GUIDES, TO_COME)

# On the day a group of buildings was large enough to be told (`co2`).
CO2: Final = "co2_"

HOUR: Final = timedelta(hours=1)
DAY_HOURS: Final = 24
BY_HOUR_UNTIL: Final = 48
LONGEST_HOURS: Final = 90 * DAY_HOURS


def of(indicator: str, what: str) -> str:
    """One part of an indicator: « demandes:agence »."""
    return f"{indicator}:{what}"


def delay(kind: str, waited: timedelta) -> str:
    """The key of a response time: in hours begun below two days, in days begun beyond.

    Of 90 days or more: one key. A negative time is an answer given at once.
    """
    hours = max(1, ceil(waited / HOUR))
    if hours > BY_HOUR_UNTIL:
        hours = min(LONGEST_HOURS, ceil(hours / DAY_HOURS) * DAY_HOURS)
    return f"attente_{kind}:{hours:04}"


def hours_of(indicator: str) -> tuple[str, int]:
    """The kind and the hours of a key that `delay` made."""
    kind, hours = indicator.removeprefix("attente_").split(":")
    return kind, int(hours)
