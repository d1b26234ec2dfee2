"""Ready-made wording for statements of reasons: a start that the moderator completes.

Written without blame, in the words of the person who will read it.
"""

import re
from dataclasses import dataclass

from cms.rules import RULES, rule

from .enums import Ground, NoticeCategory

# Texts most often cited when a content may be against the law, with their official reference.
LAWS: dict[str, str] = {
    "loi-1881-29": "Loi du 29 juillet 1881, article 29 (diffamation, injure publique)",
    "loi-1881-24": "Loi du 29 juillet 1881, article 24 (provocation à la haine ou à la violence)",
    "code-civil-9": "Code civil, article 9 (respect de la vie privée)",
    "code-penal-222-17": "Code pénal, article 222-17 (menaces)",
    "code-penal-223-1-1": "Code pénal, article 223-1-1 (divulgation d’informations personnelles "
    "qui met quelqu’un en danger)",
    "code-penal-313-1": "Code pénal, article 313-1 (escroquerie)",
    "code-conso-l121-2": "Code de la consommation, article L. 121-2 (pratique commerciale "
    "trompeuse)",
}


# What a ready-made wording leaves to the moderator: « passage suivant : « … » », « raison : … ».
HOLE = re.compile(r":\s(«\s…\s»|…(?=\s|$))")


@dataclass(frozen=True)
class CannedReason:
    """A usual reason to hide: the rule it rests on (`cms.rules`, or `LAWS`) and the facts."""

    rule: str
    facts: str


CANNED: dict[str, CannedReason] = {
    NoticeCategory.ILLEGAL: CannedReason(
        "3.7",
        "Votre texte contient un passage que la loi ne permet pas de publier. "
        "Il s’agit du passage suivant : « … ».",
    ),
    NoticeCategory.PERSONAL_DATA: CannedReason(
        "3.4",
        "Votre texte permet de reconnaître une personne ou de la joindre (nom, adresse, téléphone "
        "ou courriel), sans que l’on sache si elle est d’accord. Il s’agit du passage "
        "suivant : « … ».",
    ),
    NoticeCategory.COMMERCIAL: CannedReason(
        "3.2",
        "Votre texte propose un produit ou un service à vendre, ou invite à contacter une "
        "entreprise. Les échanges de la communauté se font sans démarchage.",
    ),
    NoticeCategory.FALSE: CannedReason(
        "3.5",
        "Votre texte donne comme certaine une information qui est contredite par une source "
        "publique : … Une copropriété pourrait prendre une mauvaise décision en s’y fiant.",
    ),
    NoticeCategory.OFF_TOPIC: CannedReason(
        "3.1",
        "Votre texte ne porte ni sur le chauffage des immeubles, ni sur les réseaux de chaleur, "
        "ni sur un projet de raccordement.",
    ),
    NoticeCategory.RUDE: CannedReason(
        "3.3",
        "Votre texte contient des mots qui visent une personne et peuvent la blesser. "
        "Il s’agit du passage suivant : « … ».",
    ),
    NoticeCategory.OTHER: CannedReason(
        "3.1",
        "Votre texte ne respecte pas cette règle de la communauté, pour la raison suivante : …",
    ),
}

# What honest people may report, said with examples so that they dare.
EXAMPLES: dict[str, str] = {
    NoticeCategory.ILLEGAL: "des menaces, une insulte raciste, une fausse offre d’aide publique",
    NoticeCategory.PERSONAL_DATA: "le nom et l’étage d’un voisin, un numéro de téléphone, "
    "une facture où l’on lit un nom",
    NoticeCategory.COMMERCIAL: "un vendeur de pompes à chaleur qui laisse ses coordonnées",
    NoticeCategory.FALSE: "« le raccordement est obligatoire partout », un prix inventé",
    NoticeCategory.OFF_TOPIC: "une petite annonce, un débat sans lien avec le chauffage",
    NoticeCategory.RUDE: "une moquerie, une attaque contre le syndic ou un autre membre",
    NoticeCategory.OTHER: "un texte recopié sans l’accord de son auteur",
}


def rule_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of the decision form, grouped: our rules first, then the law."""
    return [
        ("Conditions d’utilisation", [(known.code, str(known)) for known in RULES]),
        ("Lois", list(LAWS.items())),
    ]


def resolve(code: str) -> tuple[Ground, str]:
    """Ground and full citation of a choice; raises UnknownRule for an unknown code.

    The version of the rules is part of the citation: the statement must stay true if they change.
    """
    if code in LAWS:
        return Ground.ILLEGAL, LAWS[code]
    return Ground.CGU, rule(code).citation
