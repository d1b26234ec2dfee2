"""The wordings of reasons that a new installation starts from, and what a decision may cite.

Written without blame, in the words of the person who will read it. From then on they are the
team's, in `/gestion/` (`wordings`).
"""

import re
from dataclasses import dataclass
from datetime import datetime

from cms.services import rule, rules_on

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


PASSAGE = "Il s’agit du passage suivant : « … »."


@dataclass(frozen=True)
class CannedReason:
    """A usual reason to act: `title` for the moderator, the rule it rests on (a code of our rules,
    or of `LAWS`; "" when the moderator says it), the facts, an example of when it fits. The passage
    is quoted whatever the reason: where the facts say « … », else at their end
    (`wordings.checks.with_passage`)."""

    key: str
    title: str
    category: str
    rule: str
    facts: str
    example: str = ""


STARTERS: list[CannedReason] = [
    CannedReason(
        key=NoticeCategory.ILLEGAL.value,
        title="Passage contraire à la loi",
        category=NoticeCategory.ILLEGAL.value,
        rule="3.7",
        facts=f"Votre texte contient un passage que la loi ne permet pas de publier. {PASSAGE}",
        example="une insulte raciste, une menace",
    ),
    CannedReason(
        key=NoticeCategory.PERSONAL_DATA.value,
        title="Nom, adresse ou téléphone de quelqu’un",
        category=NoticeCategory.PERSONAL_DATA.value,
        rule="3.4",
        facts="Votre texte permet de reconnaître une personne ou de la joindre (nom, adresse, "
        f"téléphone ou courriel), sans que l’on sache si elle est d’accord. {PASSAGE}",
        example="« M. Durand, au 3e, bloque tout »",
    ),
    CannedReason(
        key=NoticeCategory.COMMERCIAL.value,
        title="Publicité ou démarchage",
        category=NoticeCategory.COMMERCIAL.value,
        rule="3.2",
        facts="Votre texte propose un produit ou un service à vendre, ou invite à contacter une "
        f"entreprise. Les échanges de la communauté se font sans démarchage. {PASSAGE}",
        example="« contactez-moi pour une pompe à chaleur à prix réduit »",
    ),
    CannedReason(
        key=NoticeCategory.FALSE.value,
        title="Information contredite par une source",
        category=NoticeCategory.FALSE.value,
        rule="3.5",
        facts="Votre texte donne comme certaine une information qu’une source publique contredit. "
        f"Une copropriété pourrait prendre une mauvaise décision en s’y fiant. {PASSAGE}",
        example="« le raccordement est obligatoire partout »",
    ),
    CannedReason(
        key=NoticeCategory.OFF_TOPIC.value,
        title="Hors sujet",
        category=NoticeCategory.OFF_TOPIC.value,
        rule="3.1",
        facts="Votre texte ne porte ni sur le chauffage des immeubles, ni sur les réseaux de "
        f"chaleur, ni sur un projet de raccordement. {PASSAGE}",
        example="une petite annonce, un débat national",
    ),
    CannedReason(
        key=NoticeCategory.RUDE.value,
        title="Mots qui blessent une personne",
        category=NoticeCategory.RUDE.value,
        rule="3.3",
        facts="Votre texte contient des mots qui visent une personne et peuvent la blesser. "
        f"{PASSAGE}",
        example="une moquerie sur le syndic",
    ),
]

# What fits none of them: always offered, last. It rests on no rule: the moderator says which.
GENERAL = CannedReason(
    key=NoticeCategory.OTHER.value,
    title="Autre raison : choisissez la règle plus bas",
    category=NoticeCategory.OTHER.value,
    rule="",
    facts=f"Votre texte ne respecte pas cette règle de la communauté. {PASSAGE}",
)

# What honest people may report, said with examples so that they dare.
EXAMPLES: dict[str, str] = {
    NoticeCategory.DANGER: "une menace de mort, un enfant frappé. Appelez aussi le 17 ou le "
    "112 ; pour un enfant, le 119",
    NoticeCategory.ILLEGAL: "des menaces, une insulte raciste, une fausse offre d’aide publique",
    NoticeCategory.PERSONAL_DATA: "le nom et l’étage d’un voisin, un numéro de téléphone, "
    "une facture où l’on lit un nom",
    NoticeCategory.COMMERCIAL: "un vendeur de pompes à chaleur qui laisse ses coordonnées",
    NoticeCategory.FALSE: "« le raccordement est obligatoire partout », un prix inventé",
    NoticeCategory.OFF_TOPIC: "une petite annonce, un débat sans lien avec le chauffage",
    NoticeCategory.RUDE: "une moquerie, une attaque contre le syndic ou un autre membre",
    NoticeCategory.OTHER: "un texte recopié sans l’accord de son auteur",
}


def rule_choices(on: datetime | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of the decision form, by document: our rules as they were `on` the day of the text,
    then the law."""
    ours: dict[str, list[tuple[str, str]]] = {}
    for known in rules_on(on):
        ours.setdefault(f"Nos règles : {known.document}", []).append((known.code, str(known)))
    return [*ours.items(), ("Lois", list(LAWS.items()))]


def resolve(code: str, on: datetime | None = None) -> tuple[Ground, str]:
    """Ground and full citation of a choice; raises UnknownRule for an unknown code.

    The version of the rules is part of the citation: the one in force `on` the day of the text, so
    that nobody is held to a rule that did not exist when they wrote.
    """
    if code in LAWS:
        return Ground.ILLEGAL, LAWS[code]
    return Ground.CGU, rule(code, on).citation


def named(code: str, on: datetime | None = None) -> tuple[str, str]:
    """Version and text of a rule of ours; both empty for a law, which is cited by its article."""
    if code in LAWS:
        return "", ""
    found = rule(code, on)
    return found.version, found.text
