"""The next steps that an answer offers: what to do, and where it is done."""

from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """Where a step leads; `reseaux/_step_link.html` turns it into a link."""

    NEIGHBOURS = "ambassadeurs"
    BUILDING = "immeuble"
    OPERATOR = "exploitant"
    AGENCY = "agence"
    PEOPLE = "personnes"
    GUIDES = "guides"
    ADDRESS = "adresse"


@dataclass(frozen=True)
class Step:
    """One thing to do, in a sentence."""

    text: str
    door: Door
    # The same, where nobody of this network answers.
    without: str = ""


NEXT_NEIGHBOURS = Step(
    "Posez vos questions à une copropriété déjà raccordée à ce réseau : coût, travaux, "
    "confort du premier hiver.",
    Door.NEIGHBOURS,
    "Posez vos questions à une copropriété raccordée à un autre réseau : coût, travaux, confort "
    "du premier hiver.",
)
NEXT_COUNCIL = Step(
    "Parlez-en au conseil syndical, puis demandez au syndic les factures de chauffage des trois "
    "dernières années et l’âge de la chaudière.",
    Door.BUILDING,
)
NEXT_STUDY = Step(
    "Demandez à l’exploitant du réseau une étude pour votre immeuble : elle dit si le "
    "raccordement est possible et à quel prix.",
    Door.OPERATOR,
)
NEXT_MEETING = Step(
    "Faites inscrire l’étude à l’ordre du jour de la prochaine assemblée générale.",
    Door.GUIDES,
)
NEXT_AGENCY = Step(
    "Appelez votre agence locale de l’énergie : le conseil est gratuit et indépendant.",
    Door.AGENCY,
)
NEXT_WAIT = Step(
    "Si la chaudière peut encore tenir, ne la remplacez pas avant d’avoir le calendrier du réseau.",
    Door.GUIDES,
)
NEXT_CALENDAR = Step(
    "Demandez à la collectivité le tracé prévu et la date de mise en service du réseau.",
    Door.PEOPLE,
)
NEXT_INTEREST = Step(
    "Faites connaître votre intérêt à la collectivité : plusieurs immeubles demandeurs "
    "peuvent décider d’une extension.",
    Door.PEOPLE,
)
NEXT_OTHER = Step(
    "Comparez les autres solutions renouvelables : pompe à chaleur collective, chaufferie bois, "
    "géothermie, solaire.",
    Door.GUIDES,
)
NEXT_INDIVIDUAL = Step(
    "Faites estimer le passage au chauffage collectif : il faut créer des colonnes et poser des "
    "radiateurs à eau s’il n’y en a pas.",
    Door.GUIDES,
)
NEXT_ADDRESS = Step("Testez votre adresse exacte.", Door.ADDRESS)
NEXT_WHERE = Step(
    "Demandez à l’exploitant ou à la mairie si le réseau passe près de votre immeuble.",
    Door.PEOPLE,
)
