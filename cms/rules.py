"""The numbered rules of the community, quoted by statements of reasons and shown in the CGU.

A statement of reasons cites `str(rule)` and keeps that text: changing a rule here moves
`VERSION` and never rewrites a decision already sent.
"""

from dataclasses import dataclass

VERSION = "1.0"
# ISO date from which this version applies.
IN_FORCE_SINCE = "2026-11-24"


class UnknownRule(LookupError):
    """The code names no rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable `code` (« 3.2 »), a short `title`, the `text` that people can read."""

    code: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"CGU {self.code} {self.title}"

    @property
    def citation(self) -> str:
        """What a statement of reasons quotes: code, title and version of the CGU."""
        return f"{self} (version {VERSION})"


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


def rule(code: str) -> Rule:
    """Return the rule of that code. Raises UnknownRule."""
    for item in RULES:
        if item.code == code:
            return item
    message = f"Aucune règle ne porte le numéro « {code} »."
    raise UnknownRule(message)


def rule_choices() -> list[tuple[str, str]]:
    """Choices of a moderator's form: code and title."""
    return [(item.code, str(item)) for item in RULES]
