"""Plausible French in number: sentences put together, rendered and prepared for search once."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.utils import timezone

from communaute.comptes.models import User
from communaute.questions.text_pipeline.text import render

ENERGIES = ("gaz", "fioul", "électricité")
_SUBJECTS = (
    "la sous-station",
    "le devis de raccordement",
    "le vote en assemblée générale",
    "les aides financières",
    "l’eau chaude sanitaire",
    "le contrat avec l’exploitant",
    "la facture de chauffage",
    "le local de la chaufferie",
    "les colonnes et les radiateurs",
    "l’équilibrage du réseau intérieur",
    "l’abonnement et la part fixe",
    "la tranchée dans la cour",
    "le choix du maître d’œuvre",
    "la répartition des charges",
    "le calendrier du chantier",
    "la température dans les logements",
    "le démontage de l’ancienne chaudière",
    "l’éco-prêt collectif",
    "le périmètre de développement prioritaire",
    "la pompe à chaleur envisagée",
)
_TITLES = (
    "Comment préparer {subject} dans un immeuble de {number} lots ?",
    "Qui s’occupe de {subject} quand on se raccorde ?",
    "Combien de temps prévoir pour {subject} ?",
    "{energy} : faut-il revoir {subject} avant de se raccorder ?",
    "Avez-vous eu des surprises avec {subject} ?",
    "Que demander au syndic à propos de {subject} ?",
    "Chaudière de {year} : par où commencer pour {subject} ?",
    "Est-ce que {subject} change après le raccordement ?",
)
_FACTS = (
    "Nous avons {number} lots et une chaudière au {energy} de {year}.",
    "Le conseil syndical se réunit le mois prochain pour parler de cela.",
    "Le syndic nous dit que {subject} peut attendre, nous n’en sommes pas sûrs.",
    "La dernière panne a duré {days} jours en plein mois de janvier.",
    "Notre voisin est raccordé depuis {year} et en paraît content.",
    "Une étude nous a été proposée, sans engagement, pour {number} logements.",
    "Plusieurs copropriétaires craignent que {subject} coûte trop cher.",
    "L’exploitant parle d’un délai de {days} mois.",
    "Le règlement de copropriété ne dit rien de {subject}.",
)
_ASKS = (
    "Que faut-il prévoir pour {subject} ?",
    "Quelqu’un a-t-il déjà vécu cela ?",
    "À qui faut-il s’adresser en premier ?",
    "Comment avez-vous présenté {subject} aux autres copropriétaires ?",
)
_REPLIES = (
    "Chez nous, {subject} a demandé {days} mois.",
    "Demandez les plans au conseil syndical avant la visite.",
    "Nous avons fait venir l’exploitant, cela a tout débloqué.",
    "Pour {number} lots, comptez une réunion d’information de plus.",
    "Le plus long a été {subject}, pas les travaux.",
    "Depuis {year}, nous n’avons eu aucune coupure.",
    "L’agence locale de l’énergie nous a relus gratuitement.",
    "Faites inscrire {subject} à l’ordre du jour deux mois avant.",
    "Gardez l’ancienne installation jusqu’à la fin de la saison de chauffe.",
    "Nous avions peur de {subject} ; finalement tout s’est bien passé.",
)
# Of each pattern, so many sentences are put together, then used again and again.
_VARIANTS = 60


@dataclass(frozen=True, slots=True)
class Text:
    """As typed, and as shown: several sentences in one paragraph, or one without it."""

    raw: str
    html: str


class Texts:
    """Titles, questions and answers drawn from one `Random`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._titles = self._made(_TITLES)
        self._facts = self._made(_FACTS)
        self._asks = self._made(_ASKS)
        self._replies = self._made(_REPLIES)

    def title(self) -> Text:
        return self.random.choice(self._titles)

    def question(self) -> Text:
        """Two to four facts, then what is asked."""
        facts = self.random.sample(self._facts, self.random.randint(2, 4))
        return _together([*facts, self.random.choice(self._asks)])

    def answer(self) -> Text:
        """One to five sentences."""
        return _together(self.random.sample(self._replies, self.random.randint(1, 5)))

    def _made(self, patterns: tuple[str, ...]) -> list[Text]:
        """The sentences of these patterns, each once."""
        drawn = {self._filled(pattern) for pattern in patterns for _ in range(_VARIANTS)}
        return [
            Text(text, render(text).removeprefix("<p>").removesuffix("</p>"))
            for text in sorted(drawn)
        ]

    def _filled(self, pattern: str) -> str:
        text = pattern.format(
            subject=self.random.choice(_SUBJECTS),
            energy=self.random.choice(ENERGIES),
            number=self.random.randint(6, 320),
            year=self.random.randint(1968, 2020),
            days=self.random.randint(3, 30),
        )
        return text[0].upper() + text[1:]


def _together(sentences: list[Text]) -> Text:
    return Text(
        " ".join(sentence.raw for sentence in sentences),
        f"<p>{' '.join(sentence.html for sentence in sentences)}</p>",
    )


# Accounts that nobody can open, numbered on from those that are there.


BATCH = 2000
# How long ago the first of them came.
DAYS = 3 * 365
DOMAIN = "@echelle.test"
# As Django marks it: no password opens this account.
_CLOSED = "!"


def create_people(count: int) -> list[User]:
    """`count` accounts without password, with their keys, that came over three years; their
    addresses are verified, so that what they write is not held to be read."""
    now = timezone.now()
    start = User.objects.filter(email__endswith=DOMAIN).count()
    people = (
        User(
            email=f"personne-{number}{DOMAIN}",
            password=_CLOSED,
            display_name=f"Personne {number}",
            date_joined=now - timedelta(days=1 + number % DAYS),
        )
        for number in range(start, start + count)
    )
    made = User.objects.bulk_create(people, batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in made),
        batch_size=BATCH,
    )
    return made
