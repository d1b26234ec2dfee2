"""What `/stats/` shows and what its CSV holds: the same figures, the same definitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from socle.french import MASKED, duration, number, percentage
from socle.numbers import quantity

from .figures import (
    AddressFigures,
    Month,
    PeopleFigures,
    QuestionFigures,
    Step,
    address_figures,
    funnel,
    monthly,
    people_figures,
    question_figures,
)
from .numbers import NUMBERS
from .relations import RelationFigures, relation_figures

SINCE_START = "depuis l’ouverture"
TODAY = "aujourd’hui"


@dataclass(frozen=True)
class Indicator:
    """One figure. `raw` is its machine value (empty when unknown), in `unit`."""

    key: str
    label: str
    value: str
    raw: str
    unit: str
    period: str
    definition: str


@dataclass(frozen=True)
class Section:
    title: str
    anchor: str
    indicators: list[Indicator]


@dataclass(frozen=True)
class Statistics:
    """All of the page, read at `at`."""

    at: datetime
    sections: list[Section]
    addresses: AddressFigures
    months: list[Month]
    steps: list[Step]


def statistics() -> Statistics:
    """Read everything (twelve queries)."""
    now = timezone.now()
    addresses, questions, people = address_figures(now), question_figures(now), people_figures()
    relations = relation_figures(now)
    return Statistics(
        at=now,
        sections=[
            Section("Tester une adresse", "adresses", _address_indicators(addresses)),
            Section("Poser une question", "questions", _question_indicators(questions)),
            Section("Des voisins qui l’ont fait", "personnes", _people_indicators(people)),
            Section("Être mis en relation", "relations", _relation_indicators(relations)),
        ],
        addresses=addresses,
        months=monthly(now),
        steps=funnel(addresses, questions, relations),
    )


def _count(
    key: str, label: str, value: int | None, unit: str, period: str, definition: str
) -> Indicator:
    return Indicator(key, label, number(value), _cell(value), unit, period, definition)


def _share(key: str, label: str, value: int | None, period: str, definition: str) -> Indicator:
    raw = "" if value is None else str(value)
    return Indicator(key, label, percentage(value), raw, "%", period, definition)


def _address_indicators(figures: AddressFigures) -> list[Indicator]:
    return [
        _count(
            "tests",
            "adresses testées",
            figures.total,
            "tests",
            SINCE_START,
            "Tests menés jusqu’à un résultat. L’adresse n’est pas gardée, donc deux tests de la "
            "même adresse comptent pour deux.",
        ),
        _count(
            "tests_recents",
            "adresses testées récemment",
            figures.recent,
            "tests",
            f"{NUMBERS.recent_days} derniers jours",
            f"La même chose, sur les {NUMBERS.recent_days} derniers jours glissants.",
        ),
        _share(
            "part_eligible",
            "des adresses testées proches d’un réseau",
            figures.eligible_share,
            SINCE_START,
            "Part des tests dont le résultat est « proche », « très proche », ou dans un "
            "périmètre prioritaire ou une zone prévue, pour un réseau existant ou à venir.",
        ),
    ]


def _question_indicators(figures: QuestionFigures) -> list[Indicator]:
    median = figures.median
    fast = quantity(NUMBERS.fast_answer_hours, "heure")
    return [
        _count(
            "questions",
            "questions posées",
            figures.total,
            "questions",
            SINCE_START,
            "Questions publiées. Celles que la modération a masquées ou que leur auteur a "
            "supprimées ne comptent pas.",
        ),
        _share(
            "part_reponse_rapide",
            f"des questions répondues en {fast}",
            figures.fast_share,
            SINCE_START,
            f"Questions dont la première réponse d’une autre personne est arrivée {fast} au plus "
            f"après la question, divisées par les questions posées il y a {fast} ou plus.",
        ),
        Indicator(
            "delai_median",
            "avant la première réponse",
            duration(median),
            "" if median is None else str(round(median.total_seconds() / 3600, 1)),
            "heures",
            SINCE_START,
            "Délai médian : la moitié des questions répondues l’ont été plus vite. Les questions "
            "encore sans réponse ne sont pas dans ce calcul.",
        ),
    ]


def _people_indicators(figures: PeopleFigures) -> list[Indicator]:
    return [
        _count(
            "ambassadeurs",
            "ambassadeurs vérifiés",
            figures.ambassadors,
            "personnes",
            TODAY,
            "Personnes dont le mandat est vérifié et n’a pas expiré. Elles parlent pour "
            f"{number(figures.coproprietes)} copropriétés et {number(figures.lots)} lots.",
        ),
        _count(
            "reseaux_couverts",
            "réseaux avec un ambassadeur",
            figures.networks_covered,
            "réseaux",
            TODAY,
            "Réseaux de chaleur dont une copropriété raccordée au moins a un ambassadeur vérifié.",
        ),
        _count(
            "reseaux_connus",
            "réseaux de chaleur connus",
            figures.networks_known,
            "réseaux",
            TODAY,
            "Réseaux en service dans notre base, avec ou sans tracé. "
            f"En construction, en plus : {number(figures.networks_planned)}.",
        ),
        _count(
            "guides",
            "guides publiés",
            figures.guides,
            "guides",
            TODAY,
            "Guides en ligne, relus par la rédaction.",
        ),
    ]


_ASKED = {
    "ambassadeur": (
        "demandes à un ambassadeur",
        "Questions et visites demandées à un ambassadeur.",
    ),
    "exploitant": (
        "demandes à un exploitant de réseau",
        "Rendez-vous et devis demandés, avec l’accord écrit de la personne.",
    ),
    "agence": ("demandes à une agence de l’énergie", "Conseils demandés à une agence locale."),
}


def _relation_indicators(figures: RelationFigures) -> list[Indicator]:
    median = figures.median
    return [
        _count(
            "mises_en_relation",
            "mises en relation",
            figures.total,
            "demandes",
            SINCE_START,
            "Demandes envoyées. Une demande reproposée à un autre ambassadeur compte une fois. "
            f"Sur les {NUMBERS.recent_days} derniers jours : {number(figures.recent)}.",
        ),
        *(
            _count(
                f"mises_en_relation_{key}",
                _ASKED[key][0],
                count,
                "demandes",
                SINCE_START,
                _ASKED[key][1],
            )
            for key, count in figures.by_kind
        ),
        _share(
            "part_mises_en_relation_repondues",
            "des mises en relation répondues",
            figures.answered_share,
            SINCE_START,
            "Demandes qui ont reçu au moins une réponse, divisées par toutes les demandes, même "
            "celles d’aujourd’hui. Un tiret : il y en a trop peu d’un côté pour publier la part.",
        ),
        Indicator(
            "delai_median_mises_en_relation",
            "avant la première réponse à une demande",
            duration(median),
            "" if median is None else str(round(median.total_seconds() / 3600, 1)),
            "heures",
            SINCE_START,
            "Délai médian : la moitié des demandes répondues l’ont été plus vite. Publié à partir "
            "de cinq réponses.",
        ),
        _count(
            "visites_tenues",
            "visites tenues",
            figures.visits_held,
            "visites",
            SINCE_START,
            "Visites de chaufferie que leur hôte a déclarées tenues.",
        ),
        _count(
            "raccordes",
            "raccordements obtenus",
            figures.connected,
            "demandes",
            SINCE_START,
            "Demandes à un exploitant que celui-ci a menées jusqu’à « Raccordé ».",
        ),
    ]


def csv_rows(stats: Statistics) -> Iterator[list[str]]:
    """The page as lines: indicator, period, value, unit, definition. « masqué »: not shown."""
    yield ["indicateur", "periode", "valeur", "unite", "definition"]
    for section in stats.sections:
        for one in section.indicators:
            yield [one.key, one.period, one.raw, one.unit, one.definition]
    for label, count, _ in stats.addresses.by_outcome:
        yield ["tests_par_resultat", SINCE_START, _cell(count), "tests", label]
    for month in stats.months:
        when = f"{month.start:%Y-%m}"
        yield ["tests_par_mois", when, _cell(month.tests), "tests", "Adresses testées"]
        yield ["questions_par_mois", when, str(month.questions), "questions", "Questions posées"]
    for step in stats.steps:
        yield ["parcours", SINCE_START, _cell(step.count), "actes", step.label]


def _cell(count: int | None) -> str:
    return MASKED if count is None else str(count)
