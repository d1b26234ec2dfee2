"""What `/stats/` shows and what its files hold: the same figures, the same definitions."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.numbers import NUMBERS as DEMANDES
from ambassadeurs.reseaux.address_test.eligibility import ELIGIBLE_OUTCOMES
from ambassadeurs.reseaux.enums import Outcome
from socle.french import number, percentage
from socle.numbers import quantity
from socle.small_counts import by_fives, small_below

from . import co2
from . import indicators as keys
from .numbers import NUMBERS
from .periods import Period
from .publication_rules import (
    NOW,
    Avoided,
    Curve,
    Delay,
    FunnelStep,
    PublishedFigure,
    curves,
    private_share,
    published_count,
    quantile,
    share,
)
from .selectors import Book, PlaceFigures, places, read


@dataclass(frozen=True)
class Statistics:
    """All of the page. `at` is None when nothing was counted yet."""

    at: datetime | None
    period: Period
    main: list[PublishedFigure]
    avoided: list[Avoided]
    steps: list[FunnelStep]
    delays: list[Delay]
    people: list[PublishedFigure]
    votes: list[PublishedFigure]
    opinions: list[PublishedFigure]
    moderation: list[PublishedFigure]
    outcomes: list[tuple[str, PublishedFigure, bool]]
    curves: list[Curve]
    networks_wanted: int | None

    @cached_property
    def places(self) -> tuple[list[PlaceFigures], list[PlaceFigures]]:
        """Since the opening, whatever the period (three queries): the page keeps what it made."""
        return places(self.networks_wanted)

    @property
    def regions(self) -> list[PlaceFigures]:
        return self.places[0]

    @property
    def networks(self) -> list[PlaceFigures]:
        return self.places[1]

    @property
    def figures(self) -> list[PublishedFigure]:
        """Each one once, for the files, as it is told first."""
        every = [*self.main, *(step.figure for step in self.steps), *self.people]
        known: dict[str, PublishedFigure] = {}
        for one in every + self.votes + self.opinions + self.moderation:
            known.setdefault(one.key, one)
        return list(known.values())


def statistics(period: Period, at: datetime | None, *, every_network: bool = False) -> Statistics:
    """Read the country: two queries, however many acts there are; places are read when asked."""
    book = read(period)
    make = _Maker(book)
    return Statistics(
        at=at,
        period=period,
        main=make.main(),
        avoided=make.avoided(),
        steps=make.funnel(),
        delays=make.delays(),
        people=make.people(),
        votes=make.votes(),
        opinions=make.opinions(),
        moderation=make.moderation(),
        outcomes=make.outcomes(),
        curves=curves(book),
        networks_wanted=None if every_network else NUMBERS.networks_shown,
    )


class _Maker:
    """Makes the figures of one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.when = "depuis l’ouverture" if book.period.is_all else "dans la période"

    def _private(self, key: str, label: str, unit: str, definition: str) -> PublishedFigure:
        count = self.book.private(key)
        return PublishedFigure(
            key, label, published_count(count), count, unit, self.when, definition, not count
        )

    def _public(self, key: str, label: str, unit: str, definition: str) -> PublishedFigure:
        count = self.book.exact(key)
        return PublishedFigure(key, label, number(count), count, unit, self.when, definition)

    def _share(self, key: str, label: str, value: int | None, definition: str) -> PublishedFigure:
        return PublishedFigure(key, label, percentage(value), value, "%", self.when, definition)

    def _stock(self, key: str, label: str, unit: str, definition: str) -> PublishedFigure:
        count = self.book.totals[key]
        return PublishedFigure(key, label, number(count), count, unit, NOW, definition)

    def _private_stock(self, key: str, label: str, unit: str, definition: str) -> PublishedFigure:
        count = by_fives(self.book.totals[key])
        return PublishedFigure(
            key, label, published_count(count), count, unit, NOW, definition, not count
        )

    def main(self) -> list[PublishedFigure]:
        fast = quantity(NUMBERS.fast_answer_hours, "heure")
        book = self.book
        return [
            self._private(
                keys.CONNECTED,
                "copropriétés raccordées après un contact ici",
                "copropriétés",
                "Immeubles qu’un exploitant a menés jusqu’à « Raccordé » après une demande d’ici, "
                "comptés une fois, le jour où il l’a dit.",
            ),
            self._private(
                keys.ASKED,
                "mises en relation",
                "demandes",
                "Demandes envoyées à un ambassadeur, à un exploitant ou à une agence. Une demande "
                "reproposée à un autre ambassadeur compte une fois.",
            ),
            self._share(
                "part_reponse_rapide",
                f"part des questions répondues en {fast}",
                share(
                    book.exact(keys.of(keys.IN_TIME, keys.QUESTION)),
                    book.exact(keys.of(keys.DUE, keys.QUESTION)),
                ),
                f"Questions dont la première réponse d’une autre personne est arrivée {fast} au "
                f"plus après la question, divisées par celles dont les {fast} sont passées.",
            ),
            self._private(
                keys.TESTS,
                "adresses testées",
                "tests",
                "Tests menés jusqu’à un résultat. L’adresse n’est pas gardée : deux tests de la "
                "même adresse comptent pour deux.",
            ),
            self._stock(
                keys.AMBASSADORS,
                "ambassadeurs vérifiés",
                "personnes",
                "Personnes dont le mandat est vérifié et n’a pas expiré. Elles parlent pour "
                f"{number(book.totals[keys.BUILDINGS])} copropriétés et "
                f"{number(book.totals[keys.LOTS])} lots.",
            ),
        ]

    def avoided(self) -> list[Avoided]:
        found = []
        for what, label in (
            (co2.VERIFIED, "consommation vérifiée sur justificatif"),
            (co2.DECLARED, "consommation déclarée par la copropriété"),
        ):
            count, grams, low, high = (
                self.book.exact(co2.name(what, measure))
                for measure in (co2.COUNT, co2.GRAMS, co2.LOW, co2.HIGH)
            )
            if count:
                found.append(Avoided(what, label, count, *map(_tonnes, (grams, low, high))))
        is_compared = any(one.low < 0 for one in found)
        return [replace(one, is_compared=is_compared) for one in found]

    def funnel(self) -> list[FunnelStep]:
        figures = [
            self._private(
                keys.ARRIVALS,
                "arrivées sur le site",
                "pages",
                "Pages ouvertes en venant d’ailleurs : une recherche, un autre site, un lien reçu. "
                "Sans cookie ni suivi : qui revient compte de nouveau. Sans les robots connus.",
            ),
            self._private(keys.TESTS, "adresses testées", "tests", "Chaque test compte."),
            self._private(
                keys.TESTS_NEAR,
                "adresses proches d’un réseau",
                "tests",
                "Résultat « proche », « très proche », périmètre prioritaire ou zone prévue.",
            ),
            self._private(
                keys.REGISTERED,
                "copropriétés enregistrées",
                "copropriétés",
                "Immeubles décrits ici par une personne qui y habite, ou par leur syndic.",
            ),
            self._private_stock(
                keys.TO_COME,
                "assemblées à venir",
                "assemblées",
                "Assemblées générales dont la date est donnée, et n’est pas passée.",
            ),
            self._public(
                keys.QUESTIONS,
                "questions posées",
                "questions",
                "Questions publiées, masquées et supprimées exclues.",
            ),
            self._public(
                keys.of(keys.IN_TIME, keys.QUESTION),
                f"questions répondues en {quantity(NUMBERS.fast_answer_hours, 'heure')}",
                "questions",
                "Par une autre personne que leur auteur.",
            ),
            self._private(keys.ASKED, "mises en relation", "demandes", "Demandes envoyées."),
            self._private(
                keys.REPLIED,
                "mises en relation répondues",
                "demandes",
                "Au moins une réponse (un message, ou la date de visite demandée), comptée le jour "
                "de la première. Changer l’étape d’une demande n’en est pas une.",
            ),
            self._private(
                keys.HELD, "visites tenues", "visites", "Visites que leur hôte a déclarées tenues."
            ),
            self._private(
                keys.OFFERED,
                "devis remis",
                "demandes",
                "L’exploitant dit « Proposition envoyée » pour la première fois.",
            ),
            self._private(
                keys.VOTED,
                "votes en assemblée générale",
                "demandes",
                "L’exploitant dit « Voté en assemblée générale » pour la première fois.",
            ),
            self._private(
                keys.CONNECTED, "raccordements", "copropriétés", "L’exploitant dit « Raccordé »."
            ),
        ]
        top = max(one.raw or 0 for one in figures) or 1
        return [FunnelStep(one, round((one.raw or 0) * 100 / top)) for one in figures]

    def delays(self) -> list[Delay]:
        days = f"en {quantity(DEMANDES.answer_working_days, 'jour')} ouvrés"
        return [
            self._delay(
                keys.QUESTION,
                "La communauté, à une question",
                f"en {quantity(NUMBERS.fast_answer_hours, 'heure')}",
            ),
            self._delay(
                Kind.AMBASSADEUR.value,
                "Les ambassadeurs",
                f"en {quantity(DEMANDES.agency_alert_days, 'jour')}",
            ),
            self._delay(Kind.EXPLOITANT.value, "Les exploitants de réseau", days),
            self._delay(Kind.AGENCE.value, "Les agences de l’énergie", days),
        ]

    def _delay(self, kind: str, label: str, limit: str) -> Delay:
        hours = self.book.delays(kind)
        in_time, due = (self.book.exact(keys.of(what, kind)) for what in (keys.IN_TIME, keys.DUE))
        return Delay(
            kind,
            label,
            hours.total() - hours.total() % small_below(),
            quantile(hours, 50),
            quantile(hours, 90),
            private_share(in_time, due),
            limit,
        )

    def people(self) -> list[PublishedFigure]:
        book = self.book
        known, covered = book.totals[keys.KNOWN], book.totals[keys.COVERED]
        return [
            self._stock(
                keys.BUILDINGS,
                "copropriétés ambassadrices",
                "copropriétés",
                "Copropriétés raccordées dont une personne au mandat vérifié répond aux autres.",
            ),
            self._stock(
                keys.COVERED,
                "réseaux avec un ambassadeur",
                "réseaux",
                "Réseaux de chaleur dont une copropriété raccordée au moins a un ambassadeur "
                f"vérifié : {percentage(share(covered, known))} des réseaux connus.",
            ),
            self._stock(
                keys.KNOWN,
                "réseaux de chaleur connus",
                "réseaux",
                "Réseaux en service dans notre base, avec ou sans tracé. À venir, en plus : "
                f"{number(book.totals[keys.PLANNED])}.",
            ),
            self._stock(
                keys.GUIDES, "guides publiés", "guides", "Guides en ligne, relus par la rédaction."
            ),
        ]

    def votes(self) -> list[PublishedFigure]:
        """Adopted and rejected alike, as members told them."""
        said = "Dit par un membre ou par le syndic, qui accepte qu’il compte ; compté ce jour-là."
        return [
            self._private(keys.ADOPTED, "raccordements adoptés en assemblée", "assemblées", said),
            self._private(keys.REJECTED, "raccordements rejetés en assemblée", "assemblées", said),
        ]

    def opinions(self) -> list[PublishedFigure]:
        told_by = self.book.exact(keys.OPINIONS)
        value = private_share(self.book.exact(keys.HELPED), told_by)
        if value is None:
            return []
        return [
            self._share(
                "part_avis_utiles",
                "part des personnes aidées",
                value,
                "Réponses « oui » à « Cet échange, cette visite vous a-t-il aidé ? », posée deux "
                "jours puis trois mois après, aux deux côtés.",
            ),
            self._private(
                keys.OPINIONS, "avis reçus", "avis", "Enquêtes auxquelles une personne a répondu."
            ),
        ]

    def moderation(self) -> list[PublishedFigure]:
        return [
            self._private(
                keys.NOTICES, "signalements reçus", "signalements", "Envoyés par des personnes."
            ),
            self._private(
                keys.DECISIONS,
                "décisions prises",
                "décisions",
                "Décisions de modération, sans celles annulées aussitôt.",
            ),
        ]

    def outcomes(self) -> list[tuple[str, PublishedFigure, bool]]:
        found = []
        for outcome in Outcome:
            key = keys.of(keys.TESTS, outcome.value)
            figure = self._private(key, str(outcome.label), "tests", "Tests qui ont ce résultat.")
            found.append((str(outcome.label), figure, outcome in ELIGIBLE_OUTCOMES))
        return found


def _tonnes(grams: int) -> int:
    return round(grams / 1_000_000)
