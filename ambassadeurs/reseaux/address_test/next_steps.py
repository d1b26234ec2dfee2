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
class NextStep:
    """One thing to do, in a sentence."""

    text: str
    door: Door
    # The same, where nobody of this network answers.
    without: str = ""


NEXT_NEIGHBOURS = NextStep(
    "Posez vos questions à une copropriété déjà raccordée à ce réseau : coût, travaux, "
    "confort du premier hiver.",
    Door.NEIGHBOURS,
    "Posez vos questions à une copropriété raccordée à un autre réseau : coût, travaux, confort "
    "du premier hiver.",
)
NEXT_COUNCIL = NextStep(
    "Parlez-en au conseil syndical, puis demandez au syndic les factures de chauffage des trois "
    "dernières années et l’âge de la chaudière.",
    Door.BUILDING,
)
NEXT_STUDY = NextStep(
    "Demandez à l’exploitant du réseau une étude pour votre immeuble : elle dit si le "
    "raccordement est possible et à quel prix.",
    Door.OPERATOR,
)
NEXT_MEETING = NextStep(
    "Faites inscrire l’étude à l’ordre du jour de la prochaine assemblée générale.",
    Door.GUIDES,
)
NEXT_AGENCY = NextStep(
    "Appelez votre agence locale de l’énergie : le conseil est gratuit et indépendant.",
    Door.AGENCY,
)
NEXT_WAIT = NextStep(
    "Si la chaudière peut encore tenir, ne la remplacez pas avant d’avoir le calendrier du réseau.",
    Door.GUIDES,
)
NEXT_CALENDAR = NextStep(
    "Demandez à la collectivité le tracé prévu et la date de mise en service du réseau.",
    Door.PEOPLE,
)
NEXT_INTEREST = NextStep(
    "Faites connaître votre intérêt à la collectivité : plusieurs immeubles demandeurs "
    "peuvent décider d’une extension.",
    Door.PEOPLE,
)
NEXT_OTHER = NextStep(
    "Comparez les autres solutions renouvelables : pompe à chaleur collective, chaufferie bois, "
    "géothermie, solaire.",
    Door.GUIDES,
)
NEXT_INDIVIDUAL = NextStep(
    "Faites estimer le passage au chauffage collectif : il faut créer des colonnes et poser des "
    "radiateurs à eau s’il n’y en a pas.",
    Door.GUIDES,
)
NEXT_ADDRESS = NextStep("Testez votre adresse exacte.", Door.ADDRESS)
NEXT_WHERE = NextStep(
    "Demandez à l’exploitant ou à la mairie si le réseau passe près de votre immeuble.",
    Door.PEOPLE,
)
