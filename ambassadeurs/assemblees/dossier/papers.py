"""The papers, and what each needs before it is printed.

Their words are in `templates/assemblees/dossier/papers/`: drafts, to be read again by the syndic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone

from ambassadeurs.simulation.cases import Case, Offer
from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.prices import network_of as price_of
from ambassadeurs.simulation.shown import Answer
from ambassadeurs.simulation.works import zone_of
from socle.buildings import HeatingMode

from ..calendar import Due, dates_of
from ..errors import IndividualHeating
from .numbers import LABELS, Numbers, read

if TYPE_CHECKING:
    from datetime import date

    from ..models import Assemblee, Dossier


@dataclass(frozen=True, slots=True)
class Resolution:
    """A text to vote: `needs` of it in the numbers; `certainty` of the article, in words."""

    key: str
    title: str
    article: str
    certainty: str
    needs: tuple[str, ...] = ()


USUAL = (
    "Texte certain ; son application à un raccordement est l’usage (Cerema, 2019), sans décision "
    "de justice connue"
)
READING = "Une lecture : à confirmer par le syndic"
SURE = "Texte certain"
STUDY = Resolution("etude", "Faire étudier le raccordement", "24 I", SURE, ("operator",))
RESOLUTIONS = (
    Resolution(
        "travaux",
        "Raccorder l’immeuble",
        "25 f, puis 25-1",
        USUAL,
        ("operator", "offer_on", "works"),
    ),
    Resolution(
        "travaux_obligation",
        "Raccorder l’immeuble, où la collectivité l’a écrit obligatoire",
        "24 II b",
        "Texte certain ; les deux projets sont imprimés, le syndic choisit",
        ("operator", "offer_on", "works", "has_duty"),
    ),
    Resolution(
        "contrat",
        "Approuver le contrat et autoriser sa signature",
        "celui des travaux, par prudence",
        "Annexe certaine (décret, 11 I 3°) ; l’article est une lecture",
        ("operator", "kw", "r1", "r2", "years"),
    ),
    Resolution(
        "fonds", "Payer les travaux", "celui des travaux (14-2-1 I)", SURE, ("fund", "key", "calls")
    ),
    Resolution(
        "chaudiere",
        "Mettre fin au contrat de chauffage",
        "24 I",
        READING,
        ("contract", "contract_ends"),
    ),
    Resolution(
        "mandat",
        "Donner mandat au conseil syndical",
        "25 a ou 21-1, pour des actes de l’article 24 seulement",
        SURE,
        ("mandate_until", "mandate_max"),
    ),
    Resolution(
        "honoraires",
        "Honoraires du syndic sur les travaux",
        "celui des travaux (18-1 A III)",
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


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the papers. `missing`: labels of what it lacks; without any, it is ready."""

    key: str
    title: str
    about: str
    missing: tuple[str, ...] = ()


PAPERS = {
    "page": ("Le dossier en une page", "La question, trois nombres, la date."),
    "comparaison": ("Comparaison", "Le réseau, le gaz, la pompe à chaleur."),
    "lettre": ("Lettre au syndic", "Demander l’inscription à l’ordre du jour."),
    "resolutions": ("Projets de résolution", "À faire relire par le syndic."),
    "questions": ("Douze questions et réponses", "Celles que l’on entend en assemblée."),
    "annexes": ("Pièces à joindre", "À cocher avant l’envoi."),
    "absents": ("Mot aux absents", "Pouvoir, vote par correspondance, dates."),
    "comptage": ("Feuille de comptage", "Pour le soir de l’assemblée."),
}
# Those that the price is counted for.
COUNTED = ("page", "comparaison")
SIZE = "Nombre de logements"


def numbers_of(dossier: Dossier | None, assemblee: Assemblee) -> Numbers:
    """What members typed; the operator of the network when they did not say."""
    found = read(dossier.numbers if dossier else {})
    network = network_of(assemblee)
    if found.operator or network is None or network.exploitant is None:
        return found
    return read({**(dossier.numbers if dossier else {}), "operator": network.exploitant.name})


def network_of(assemblee: Assemblee) -> Any:
    """The network of the building: its own, else the nearest."""
    return assemblee.copropriete.reseau or assemblee.copropriete.nearest_reseau


def drafts_of(assemblee: Assemblee, numbers: Numbers) -> list[Draft]:
    """Without an offer, the study alone; with one, each resolution, filled or with what it lacks.
    Raises IndividualHeating."""
    if assemblee.copropriete.heating_mode == HeatingMode.INDIVIDUEL:
        message = "Chaque logement a son chauffage : ces résolutions ne sont pas rédigées ici."
        raise IndividualHeating(message)
    if numbers.offer_on is None:
        return [_draft(STUDY, assemblee, numbers)]
    drawn = [one for one in RESOLUTIONS if one.key != "travaux_obligation" or numbers.has_duty]
    return [_draft(one, assemblee, numbers) for one in drawn]


def _draft(resolution: Resolution, assemblee: Assemblee, numbers: Numbers) -> Draft:
    missing = numbers.missing(*resolution.needs)
    if network_of(assemblee) is None and resolution.key.startswith(("etude", "travaux")):
        missing.append("Réseau de chaleur")
    if missing:
        return Draft(resolution, missing=tuple(missing))
    name = f"assemblees/dossier/resolutions/{resolution.key}.txt"
    return Draft(resolution, render_to_string(name, _context(assemblee, numbers)).strip())


def answer_of(assemblee: Assemblee, numbers: Numbers) -> Answer | None:
    """What heating would cost: with the offer typed, else the network's price; for the usual
    consumption. None when the size of the building is unknown."""
    building, network = assemblee.copropriete, network_of(assemblee)
    size = building.dwellings or building.lots
    if not size:
        return None
    case = Case(
        size,
        zone=zone_of(building.commune.departement_id or ""),
        network=price_of(network),
        offer=Offer(numbers.r1, numbers.r2, numbers.kw, numbers.works),
    )
    return Answer(Simulation(case, hypotheses()))


def papers_of(assemblee: Assemblee, numbers: Numbers) -> list[Paper]:
    """Every paper, with what it lacks. Raises IndividualHeating."""
    drafts = drafts_of(assemblee, numbers)
    lacking = tuple(dict.fromkeys(label for one in drafts for label in one.missing))
    lacks = {"resolutions": lacking}
    if not any(one.text for one in drafts):
        lacks["lettre"] = lacking
    if not (assemblee.copropriete.dwellings or assemblee.copropriete.lots):
        lacks |= dict.fromkeys(COUNTED, (SIZE,))
    return [Paper(key, title, about, lacks.get(key, ())) for key, (title, about) in PAPERS.items()]


def text_of(key: str, assemblee: Assemblee, numbers: Numbers) -> str:
    """The words of a paper, in plain text. Raises IndividualHeating."""
    context = _context(assemblee, numbers) | {"drafts": drafts_of(assemblee, numbers)}
    if key in COUNTED:
        answer = answer_of(assemblee, numbers)
        if answer is None:
            return f"Il vous manque : {SIZE}.\n"
        context |= {"answer": answer, "today": timezone.localdate()}
    return render_to_string(f"assemblees/dossier/papers/{key}.txt", context).strip() + "\n"


def paper_text(key: str, assemblee: Assemblee, numbers: Numbers, dossier: Dossier | None) -> str:
    """The words of a paper: as it was sent, else as it is now. Raises IndividualHeating."""
    sent = dossier.frozen.get("texts", {}) if dossier and dossier.sent_on else {}
    return sent.get(key) or text_of(key, assemblee, numbers)


def _context(assemblee: Assemblee, numbers: Numbers) -> dict[str, Any]:
    building = assemblee.copropriete
    return {
        "assemblee": assemblee,
        "building": building,
        "network": network_of(assemblee),
        "numbers": numbers,
        "dates": {due.value: day for due, day in dates_of(assemblee.held_on).items()},
    }


@dataclass(frozen=True, slots=True)
class Step:
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


def steps_of(assemblee: Assemblee, today: date) -> list[Step]:
    """The calendar of an assembly, in the order of the days."""
    found = [
        Step(due, *STEPS[due], day, day < today)
        for due, day in dates_of(assemblee.held_on).items()
        if due in STEPS
    ]
    return sorted(found, key=lambda one: one.day)


def is_too_late(assemblee: Assemblee, today: date) -> bool:
    """Whether the notice can no longer be given in time."""
    return dates_of(assemblee.held_on)[Due.NOTICE] < today


def changed_since(dossier: Dossier) -> list[str]:
    """Labels of the numbers that are no longer those that were sent."""
    sent = dossier.frozen.get("numbers", {})
    return [LABELS[name] for name in LABELS if sent.get(name) != dossier.numbers.get(name)]
