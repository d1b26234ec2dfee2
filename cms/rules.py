"""The rules a new installation starts from: the numbered rules of the terms and of the charter.

Read once, when their pages are made (`cms.starter`): from then on they are the editors', in
`/gestion/`, and each change is a version (`cms.services`). Until then they stand as they are.
"""

from dataclasses import dataclass

TERMS = "CGU"
CHARTER = "Charte"
FIRST_VERSION = "1.0"


class UnknownRule(LookupError):
    """The code names no rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable `code` (« 3.2 »), a short `title`, the `text` that people can read; the
    `document` it stands in, and the `version` of it that is meant."""

    code: str
    title: str
    text: str
    document: str = TERMS
    version: str = FIRST_VERSION

    def __str__(self) -> str:
        return f"{self.document} {self.code} {self.title}"

    @property
    def citation(self) -> str:
        """What a statement of reasons quotes: document, code, title and version."""
        return f"{self} (version {self.version})"


RULES: list[Rule] = [
    Rule(
        "3.1",
        "Rester dans le sujet",
        "Les échanges portent sur le chauffage des immeubles, les réseaux de chaleur et la vie "
        "d’un projet de raccordement. Un message sans rapport avec ces sujets peut être masqué.",
    ),
    Rule(
        "3.2",
        "Pas de démarchage",
        "La publicité, l’offre commerciale non demandée et la recherche de clients sont "
        "interdites. Un professionnel répond aux questions sans vendre.",
    ),
    Rule(
        "3.3",
        "Respecter les personnes",
        "Les insultes, les menaces, les moqueries et les propos qui visent une personne ou un "
        "groupe de personnes sont interdits. On peut critiquer un réseau, un prix ou un choix.",
    ),
    Rule(
        "3.4",
        "Protéger la vie privée",
        "Ne publiez ni nom de famille, ni adresse précise, ni téléphone, ni adresse électronique, "
        "ni photo, ni facture nominative : pas même les vôtres, et jamais ceux d’un voisin.",
    ),
    Rule(
        "3.5",
        "Ne pas tromper",
        "Ne publiez pas une information que vous savez fausse. Dites d’où vient un chiffre, et "
        "l’année. Une expérience personnelle se présente comme une expérience personnelle.",
    ),
    Rule(
        "3.6",
        "Dire qui l’on est",
        "Ne vous faites pas passer pour un autre. Si vous travaillez pour un exploitant, une "
        "agence, un syndic ou une entreprise du secteur, dites-le dans votre message.",
    ),
    Rule(
        "3.7",
        "Respecter la loi",
        "Les contenus contraires à la loi sont interdits : haine, menace, diffamation, "
        "escroquerie, atteinte à la vie privée ou au droit d’auteur.",
    ),
    Rule(
        "3.8",
        "Ne pas encombrer",
        "Ne publiez pas plusieurs fois le même message, ni des messages en série ou automatiques.",
    ),
]

CHARTER_RULES: list[Rule] = [
    Rule(
        "C1",
        "Parler de ce que l’on connaît",
        "Racontez ce que vous avez vécu : votre immeuble, vos factures, vos travaux. Quand vous "
        "n’êtes pas sûr, dites-le : c’est utile aussi.",
        CHARTER,
    ),
    Rule(
        "C2",
        "Donner l’année et l’unité d’un chiffre",
        "Un prix, une économie ou une durée s’écrit avec son unité, son année et d’où il vient. "
        "Sans cela, personne ne peut le comparer.",
        CHARTER,
    ),
    Rule(
        "C3",
        "Une question par fil",
        "Une nouvelle question se pose dans un nouveau fil, avec un titre que l’on comprend seul. "
        "Ceux qui la cherchent la trouveront.",
        CHARTER,
    ),
    Rule(
        "C4",
        "Répondre à la question",
        "Lisez le fil avant de répondre, et répondez à ce qui est demandé. Un désaccord s’explique "
        "par des faits, jamais par un jugement sur la personne.",
        CHARTER,
    ),
    Rule(
        "C5",
        "Dire merci, et la suite",
        "Dites quelle réponse vous a aidé, et ce que votre copropriété a décidé : celles qui "
        "viendront après vous en profiteront.",
        CHARTER,
    ),
]

STARTERS: dict[str, list[Rule]] = {TERMS: RULES, CHARTER: CHARTER_RULES}
