"""The resolutions that are drafted, and what each needs before it is printed.

Their words are in `templates/assemblees/dossier/resolutions/`: to be read again by the syndic.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from socle.buildings import HeatingMode

from ..calendar import Due, dates_of, in_months
from ..enums import Result
from ..errors import IndividualHeating
from ..models import Assemblee
from .amounts import Numbers


@dataclass(frozen=True, slots=True)
class Resolution:
    """A text to vote: its `majority`, `needs` of it in the numbers, `certainty` of the article,
    `ballot`: how it is counted, by the article 24, 25 or 26. Drafted when the number `wanted` is
    told; always without any."""

    key: str
    title: str
    majority: str
    certainty: str
    needs: tuple[str, ...] = ()
    wanted: str = ""
    ballot: str = "25"


USUAL = (
    "Texte certain ; son application à un raccordement est l’usage (Cerema, 2019), sans décision "
    "de justice connue"
)
READING = "Une lecture : à confirmer par le syndic"
SURE = "Texte certain"
STUDY = Resolution(
    "etude",
    "Faire étudier le raccordement",
    "article 24 I ; article 24 II g pour un diagnostic technique global (DTG) voté avec",
    SURE,
    ("operator",),
    ballot="24",
)
RESOLUTIONS = (
    Resolution(
        "travaux",
        "Raccorder l’immeuble",
        "article 25 f, puis 25-1",
        USUAL,
        ("operator", "offer_on", "works"),
    ),
    Resolution(
        "travaux_obligation",
        "Raccorder l’immeuble, où la collectivité l’a écrit obligatoire",
        "article 24 II b",
        "Texte certain ; les deux projets sont imprimés, le syndic choisit",
        ("operator", "offer_on", "works"),
        wanted="has_duty",
        ballot="24",
    ),
    Resolution(
        "contrat",
        "Approuver le contrat et autoriser sa signature",
        "celle des travaux, par prudence",
        "Annexe certaine (décret, 11 I 3°) ; l’article est une lecture",
        ("operator", "kw", "r1", "r2", "years"),
    ),
    Resolution(
        "fonds", "Payer les travaux", "celle des travaux (14-2-1 I)", SURE, ("fund", "key", "calls")
    ),
    Resolution(
        "emprunt",
        "Souscrire un emprunt collectif",
        "celle des travaux, article 25 f (26-4 III)",
        SURE,
        ("loan", "loan_from", "loan_years", "loan_rate"),
        wanted="wants_loan",
    ),
    Resolution(
        "chaudiere",
        "Mettre fin au contrat de chauffage",
        "article 24 I",
        READING,
        ("contract", "contract_ends"),
        ballot="24",
    ),
    Resolution(
        "mandat",
        "Donner mandat au conseil syndical",
        "article 25 a ou 21-1, pour des actes de l’article 24 seulement, nommés dans le texte "
        "(décret du 17 mars 1967, article 21)",
        SURE,
        ("mandate_until", "mandate_max"),
    ),
    Resolution(
        "locaux",
        "Donner un local et un passage à l’exploitant",
        "article 26 a, ou 25 d si une obligation légale l’impose",
        "À vérifier par le syndic, qui coche la case",
        ("operator", "premises", "years"),
        wanted="wants_premises",
        ballot="26",
    ),
    Resolution(
        "compteurs",
        "Installer des compteurs ou des répartiteurs",
        "article 25 l",
        SURE,
        ("meters_max",),
        wanted="meters",
    ),
    Resolution(
        "honoraires",
        "Honoraires du syndic sur les travaux",
        "celle des travaux (18-1 A III)",
        SURE,
        ("fees", "fees_scale"),
    ),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A resolution with its words, or what it lacks (`missing`, labels)."""

    resolution: Resolution
    text: str = ""
    missing: tuple[str, ...] = ()


def is_individual(building: Copropriete) -> bool:
    """Whether each dwelling has its own heating: the law does not say by which majority it becomes
    a common one."""
    return building.heating_mode == HeatingMode.INDIVIDUEL


def network_of(assemblee: Assemblee) -> Any:
    """The network of the building: its own, else the nearest."""
    return assemblee.copropriete.reseau or assemblee.copropriete.nearest_reseau


def drafts_of(assemblee: Assemblee, numbers: Numbers) -> list[Draft]:
    """Without an offer, the study alone; with one, each resolution that is wanted, filled or with
    what it lacks. Raises IndividualHeating."""
    if is_individual(assemblee.copropriete):
        message = "Chaque logement a son chauffage : ces résolutions ne sont pas rédigées ici."
        raise IndividualHeating(message)
    if numbers.offer_on is None:
        return [_draft(STUDY, assemblee, numbers)]
    drawn = [one for one in RESOLUTIONS if not one.wanted or getattr(numbers, one.wanted)]
    return [_draft(one, assemblee, numbers) for one in drawn]


def _draft(resolution: Resolution, assemblee: Assemblee, numbers: Numbers) -> Draft:
    missing = numbers.missing(*resolution.needs)
    if network_of(assemblee) is None and resolution.key.startswith(("etude", "travaux")):
        missing.append("Réseau de chaleur")
    if missing:
        return Draft(resolution, missing=tuple(missing))
    name = f"assemblees/dossier/resolutions/{resolution.key}.txt"
    return Draft(resolution, render_to_string(name, context_of(assemblee, numbers)).strip())


def context_of(assemblee: Assemblee, numbers: Numbers) -> dict[str, Any]:
    """What the words of every draft and paper are filled from."""
    building = assemblee.copropriete
    return {
        "assemblee": assemblee,
        "building": building,
        "network": network_of(assemblee),
        "numbers": numbers,
        "today": timezone.localdate(),
        "is_offer_old": is_offer_old(numbers, timezone.localdate()),
        "dates": {due.value: day for due, day in dates_of(assemblee.held_on).items()},
    }


# The calendar of an assembly, told in words, and an offer that is getting old.


# After these months, the operator is asked whether its offer still holds: our convention.
OFFER_MONTHS = 6


@dataclass(frozen=True, slots=True)
class CalendarStep:
    """One line of the calendar: what, by whom, on which day."""

    due: Due
    what: str
    who: str
    day: date
    is_past: bool


STEPS = {
    Due.OFFER: ("Demander l’offre à l’exploitant", "le conseil syndical"),
    Due.CERTIFICATES: (
        "Comparer deux offres de certificats, en accepter une avant de signer le devis",
        "le conseil syndical",
    ),
    Due.QUESTION: (
        "Envoyer la demande au syndic, en lettre recommandée électronique. En papier, demandez-lui "
        "un accusé de réception ; un simple courriel ne suffit pas",
        "un copropriétaire ou le conseil syndical",
    ),
    Due.MEETING: ("Réunion d’information", "le conseil syndical"),
    Due.NOTICE: (
        "Convocation notifiée au plus tard, plus tôt si le règlement le dit",
        "le syndic",
    ),
    Due.POSTAL: ("Derniers votes par correspondance reçus", "le syndic"),
    Due.ASSEMBLY: ("Assemblée générale", ""),
    Due.MINUTES: ("Procès-verbal notifié", "le syndic"),
    Due.NEW_ASSEMBLY: (
        "Si le tiers n’est pas atteint, dernière convocation d’une nouvelle assemblée",
        "le syndic",
    ),
    Due.CONTEST: ("Fin de la contestation, et du refus d’un emprunt collectif", ""),
    Due.WORKS: ("Les travaux peuvent commencer", "l’exploitant"),
    Due.REFUSERS_PAID: ("Qui a refusé l’emprunt a payé sa part", ""),
}


_NOT_ADOPTED = {Due.WORKS, Due.REFUSERS_PAID}
_NOT_VOTED = _NOT_ADOPTED | {Due.NEW_ASSEMBLY, Due.CONTEST}
# What the resolutions for a common heating lead to.
_NOT_COMMON = _NOT_ADOPTED | {Due.OFFER, Due.CERTIFICATES, Due.NEW_ASSEMBLY}
# By what the assembly is said to have decided, what no longer comes after it.
UNDONE = {
    Result.ADOPTED: {Due.NEW_ASSEMBLY},
    Result.ADOPTED_SECOND: {Due.NEW_ASSEMBLY},
    Result.REJECTED: _NOT_ADOPTED,
    Result.PUT_OFF: _NOT_VOTED,
    Result.NOT_ON_AGENDA: _NOT_VOTED,
}


def steps_of(assemblee: Assemblee, numbers: Numbers, today: date) -> list[CalendarStep]:
    """The calendar of an assembly, in the order of the days; the meeting on its day once told."""
    days = dates_of(assemblee.held_on)
    days[Due.MEETING] = numbers.at(assemblee.held_on).meeting_on or days[Due.MEETING]
    left_out = _left_out(numbers.at(assemblee.held_on)) | UNDONE.get(assemblee.result, set())
    if assemblee.is_adopted:
        left_out -= {Due.WORKS}  # whatever was prepared here
    if is_individual(assemblee.copropriete):
        left_out |= _NOT_COMMON
    told = STEPS
    if not numbers.wants_loan or Due.REFUSERS_PAID in left_out:
        told = STEPS | {Due.CONTEST: ("Fin de la contestation", "")}
    found = [
        CalendarStep(due, *told[due], day, day < today)
        for due, day in days.items()
        if due in told and due not in left_out
    ]
    return sorted(found, key=lambda one: one.day)


def _left_out(numbers: Numbers) -> set[Due]:
    """Steps of what is not voted: a study has no second vote nor works, a cash call no refusers."""
    left_out = set() if numbers.wants_loan else {Due.REFUSERS_PAID}
    return left_out if numbers.offer_on else {*left_out, Due.NEW_ASSEMBLY, Due.WORKS}


def is_too_late(assemblee: Assemblee, today: date) -> bool:
    """Whether the notice can no longer be given in time."""
    return dates_of(assemblee.held_on)[Due.NOTICE] < today


def is_offer_old(numbers: Numbers, today: date) -> bool:
    """Whether the offer typed has to be confirmed by the operator."""
    return numbers.offer_on is not None and in_months(numbers.offer_on, OFFER_MONTHS) < today
