"""The words of an address test: what each of the eleven outcomes says, and to whom.

The rule that picks the outcome lives in `eligibility`; here is only what people read. Each outcome
has a text for a building heated collectively (or when we do not know) and one for individual
heating. A duty to connect is always worded as something to check with the local authority: we
never state it as law.
"""

from dataclasses import dataclass
from typing import Literal

from socle.buildings import Stage

from ..enums import Outcome
from .next_steps import (
    NEXT_AGENCY,
    NEXT_CALENDAR,
    NEXT_COUNCIL,
    NEXT_INDIVIDUAL,
    NEXT_INTEREST,
    NEXT_MEETING,
    NEXT_NEIGHBOURS,
    NEXT_OTHER,
    NEXT_STUDY,
    NEXT_WAIT,
    NEXT_WHERE,
    NextStep,
)

Tone = Literal["oui", "bientot", "peut-etre", "non"]
Helper = Literal["ambassadeurs", "exploitant", "agence", "collectivite"]

# Word and icon of each tone: a status is never a colour alone.
TONES: dict[str, tuple[str, str]] = {
    "oui": ("Favorable", "fr-icon-checkbox-circle-fill"),
    "bientot": ("Réseau à venir", "fr-icon-time-fill"),
    "peut-etre": ("À étudier", "fr-icon-question-fill"),
    "non": ("Pas aujourd’hui", "fr-icon-arrow-right-circle-fill"),
}


@dataclass(frozen=True)
class Words:
    """One version of an answer; steps are a list.

    `{distance}` (« 93 m »), `{far}` (« 1 km ») and `{commune}` (« à Grenoble ») are filled in.
    """

    title: str
    meaning: tuple[str, ...]
    steps: tuple[NextStep, ...]


@dataclass(frozen=True)
class OutcomeText:
    """All that one outcome says. `helpers` are in the order shown; `stage` is the next guide's."""

    tone: Tone
    shared: Words
    individual: Words
    helpers: tuple[Helper, ...]
    stage: Stage = Stage.IDEA


INDIVIDUAL_WORKS = (
    "Un réseau de chaleur alimente un chauffage collectif. Avec un chauffage individuel, "
    "il faut d’abord créer un circuit d’eau chaude commun à l’immeuble."
)
INDIVIDUAL_STEPS = (NEXT_INDIVIDUAL, NEXT_AGENCY, NEXT_OTHER)
PEOPLE: tuple[Helper, ...] = ("ambassadeurs", "exploitant", "agence")
PEOPLE_PLANNED: tuple[Helper, ...] = ("collectivite", "exploitant", "agence")

TEXTS: dict[Outcome, OutcomeText] = {
    Outcome.PDP_EXISTANT: OutcomeText(
        tone="oui",
        shared=Words(
            title="Oui, probablement : vous êtes dans le périmètre prioritaire d’un réseau",
            meaning=(
                "Votre commune veut développer le réseau de chaleur dans votre quartier en "
                "priorité. Le raccordement y est en général possible.",
                "Seule une étude de l’exploitant le confirmera pour votre immeuble.",
            ),
            steps=(NEXT_NEIGHBOURS, NEXT_STUDY, NEXT_COUNCIL, NEXT_MEETING),
        ),
        individual=Words(
            title="Vous êtes dans le périmètre prioritaire d’un réseau, "
            "mais votre chauffage est individuel",
            meaning=(
                "Votre commune veut développer le réseau de chaleur dans votre quartier.",
                INDIVIDUAL_WORKS,
            ),
            steps=INDIVIDUAL_STEPS,
        ),
        helpers=(*PEOPLE, "collectivite"),
        stage=Stage.AUDIT,
    ),
    Outcome.PDP_FUTUR: OutcomeText(
        tone="bientot",
        shared=Words(
            title="Bientôt, probablement : vous êtes dans le périmètre prioritaire "
            "d’un futur réseau",
            meaning=(
                "Un réseau de chaleur est en construction ou en projet, et votre quartier est "
                "l’un de ceux que la collectivité veut raccorder en priorité.",
                "Le tracé et les dates peuvent encore changer.",
            ),
            steps=(NEXT_CALENDAR, NEXT_WAIT, NEXT_COUNCIL, NEXT_AGENCY),
        ),
        individual=Words(
            title="Vous êtes dans le périmètre prioritaire d’un futur réseau, "
            "mais votre chauffage est individuel",
            meaning=("Un réseau de chaleur doit arriver dans votre quartier.", INDIVIDUAL_WORKS),
            steps=(NEXT_CALENDAR, *INDIVIDUAL_STEPS),
        ),
        helpers=PEOPLE_PLANNED,
    ),
    Outcome.EXISTANT_TRES_PROCHE: OutcomeText(
        tone="oui",
        shared=Words(
            title="Oui, probablement : un réseau passe à {distance}",
            meaning=(
                "Un réseau de chaleur en service passe tout près de votre immeuble. À cette "
                "distance, un raccordement se fait souvent.",
                "Seule une étude de l’exploitant le confirmera : elle tient compte de la rue, "
                "de la chaufferie et des besoins de l’immeuble.",
            ),
            steps=(NEXT_NEIGHBOURS, NEXT_STUDY, NEXT_COUNCIL, NEXT_MEETING),
        ),
        individual=Words(
            title="Un réseau passe à {distance}, mais votre chauffage est individuel",
            meaning=(
                INDIVIDUAL_WORKS,
                "Ces travaux se décident souvent avec une rénovation d’ensemble. "
                "Des copropriétés l’ont fait.",
            ),
            steps=(NEXT_NEIGHBOURS, *INDIVIDUAL_STEPS),
        ),
        helpers=PEOPLE,
        stage=Stage.AUDIT,
    ),
    Outcome.FUTUR_TRES_PROCHE: OutcomeText(
        tone="bientot",
        shared=Words(
            title="Bientôt, probablement : un futur réseau doit passer à {distance}",
            meaning=(
                "Un réseau de chaleur est en construction, et son tracé passe tout près de votre "
                "immeuble.",
                "C’est le bon moment : les premiers immeubles intéressés aident à fixer le "
                "tracé définitif.",
            ),
            steps=(NEXT_CALENDAR, NEXT_WAIT, NEXT_COUNCIL, NEXT_AGENCY),
        ),
        individual=Words(
            title="Un futur réseau doit passer à {distance}, mais votre chauffage est individuel",
            meaning=(INDIVIDUAL_WORKS, "Vous avez le temps d’y réfléchir avant son arrivée."),
            steps=(NEXT_CALENDAR, *INDIVIDUAL_STEPS),
        ),
        helpers=PEOPLE_PLANNED,
    ),
    Outcome.ZONE_FUTURE: OutcomeText(
        tone="bientot",
        shared=Words(
            title="Bientôt, peut-être : votre adresse est dans la zone d’un futur réseau",
            meaning=(
                "Un réseau de chaleur est prévu dans votre quartier. Les rues où passeront les "
                "tuyaux ne sont pas encore connues.",
                "Nous ne pouvons donc pas donner de distance.",
            ),
            steps=(NEXT_CALENDAR, NEXT_INTEREST, NEXT_WAIT, NEXT_COUNCIL),
        ),
        individual=Words(
            title="Un futur réseau est prévu dans votre quartier, "
            "mais votre chauffage est individuel",
            meaning=(INDIVIDUAL_WORKS, "Le tracé du réseau n’est pas encore connu."),
            steps=(NEXT_CALENDAR, *INDIVIDUAL_STEPS),
        ),
        helpers=PEOPLE_PLANNED,
    ),
    Outcome.EXISTANT_PROCHE: OutcomeText(
        tone="peut-etre",
        shared=Words(
            title="Peut-être : un réseau passe à {distance}",
            meaning=(
                "Un réseau de chaleur en service passe près de chez vous. À cette distance, il "
                "faut prolonger les tuyaux : c’est possible, surtout à plusieurs immeubles.",
                "L’exploitant dira si l’extension est envisageable.",
            ),
            steps=(NEXT_STUDY, NEXT_NEIGHBOURS, NEXT_INTEREST, NEXT_COUNCIL),
        ),
        individual=Words(
            title="Un réseau passe à {distance}, mais votre chauffage est individuel",
            meaning=(
                INDIVIDUAL_WORKS,
                "Il faudrait aussi prolonger le réseau jusqu’à votre immeuble.",
            ),
            steps=INDIVIDUAL_STEPS,
        ),
        helpers=(*PEOPLE, "collectivite"),
        stage=Stage.AUDIT,
    ),
    Outcome.FUTUR_PROCHE: OutcomeText(
        tone="peut-etre",
        shared=Words(
            title="Peut-être, plus tard : un futur réseau doit passer à {distance}",
            meaning=(
                "Un réseau de chaleur est en construction près de chez vous. Son tracé peut "
                "encore évoluer, et se rapprocher.",
                "Un intérêt exprimé tôt compte plus qu’une demande faite après les travaux.",
            ),
            steps=(NEXT_INTEREST, NEXT_CALENDAR, NEXT_WAIT, NEXT_AGENCY),
        ),
        individual=Words(
            title="Un futur réseau doit passer à {distance}, mais votre chauffage est individuel",
            meaning=(INDIVIDUAL_WORKS, "Il faudrait aussi que le réseau vienne jusqu’à vous."),
            steps=INDIVIDUAL_STEPS,
        ),
        helpers=PEOPLE_PLANNED,
    ),
    Outcome.EXISTANT_LOIN: OutcomeText(
        tone="non",
        shared=Words(
            title="Pas tout de suite : le réseau le plus proche passe à {distance}",
            meaning=(
                "Un réseau de chaleur existe, mais trop loin pour un raccordement simple. "
                "Les réseaux s’étendent pourtant chaque année.",
                "Une extension se décide quand plusieurs immeubles voisins la demandent.",
            ),
            steps=(NEXT_INTEREST, NEXT_AGENCY, NEXT_OTHER),
        ),
        individual=Words(
            title="Pas tout de suite : le réseau le plus proche passe à {distance}",
            meaning=(
                "À cette distance, et avec un chauffage individuel, le réseau de chaleur n’est "
                "pas la solution la plus directe pour votre immeuble.",
                "D’autres solutions existent : votre agence locale vous aide à choisir.",
            ),
            steps=(NEXT_AGENCY, NEXT_OTHER),
        ),
        helpers=("agence", "collectivite", "ambassadeurs", "exploitant"),
    ),
    Outcome.FUTUR_LOIN: OutcomeText(
        tone="non",
        shared=Words(
            title="Pas tout de suite : un futur réseau est prévu à {distance}",
            meaning=(
                "Un réseau de chaleur est en construction dans votre secteur, mais son tracé "
                "actuel ne vient pas jusqu’à vous.",
                "Il pourra s’étendre. Signalez votre intérêt dès maintenant.",
            ),
            steps=(NEXT_INTEREST, NEXT_AGENCY, NEXT_OTHER),
        ),
        individual=Words(
            title="Pas tout de suite : un futur réseau est prévu à {distance}",
            meaning=(
                "À cette distance, et avec un chauffage individuel, mieux vaut étudier d’abord "
                "les autres solutions.",
                "Votre agence locale vous aide à choisir.",
            ),
            steps=(NEXT_AGENCY, NEXT_OTHER),
        ),
        helpers=("agence", "collectivite", "exploitant"),
    ),
    Outcome.COMMUNE_SANS_TRACE: OutcomeText(
        tone="peut-etre",
        shared=Words(
            title="À vérifier : un réseau existe {commune}, mais son tracé n’est pas publié",
            meaning=(
                "Un réseau de chaleur fonctionne dans votre commune. Nous ne savons pas dans "
                "quelles rues il passe : son tracé n’a pas été transmis.",
                "L’exploitant ou la mairie peuvent répondre pour votre rue.",
            ),
            steps=(
                NEXT_WHERE,
                NEXT_COUNCIL,
                NEXT_AGENCY,
            ),
        ),
        individual=Words(
            title="À vérifier : un réseau existe {commune}, mais son tracé n’est pas publié",
            meaning=("Nous ne savons pas dans quelles rues il passe.", INDIVIDUAL_WORKS),
            steps=INDIVIDUAL_STEPS,
        ),
        helpers=("exploitant", "collectivite", "ambassadeurs", "agence"),
    ),
    Outcome.TROP_ELOIGNE: OutcomeText(
        tone="non",
        shared=Words(
            title="Non, pas aujourd’hui : aucun réseau connu à moins de {far}",
            meaning=(
                "Nous ne connaissons pas de réseau de chaleur assez proche de votre immeuble. "
                "Un projet non encore publié peut exister : la mairie le sait.",
                "Vous pouvez tout de même quitter le gaz ou le fioul : d’autres chauffages "
                "renouvelables conviennent aux copropriétés.",
            ),
            steps=(NEXT_AGENCY, NEXT_OTHER, NEXT_INTEREST),
        ),
        individual=Words(
            title="Non, pas aujourd’hui : aucun réseau connu à moins de {far}",
            meaning=(
                "Nous ne connaissons pas de réseau de chaleur assez proche de votre immeuble.",
                "Pour un chauffage individuel, d’autres solutions existent, logement par "
                "logement ou pour tout l’immeuble.",
            ),
            steps=(NEXT_AGENCY, NEXT_OTHER),
        ),
        helpers=("agence", "collectivite"),
    ),
}

# Too far, but we know how far: a "no" that says it helps to know whether to wait.
BEYOND_TITLE = "Non, pas aujourd’hui : le réseau le plus proche est à {distance}"

# In a perimeter, but the pipes do not come so far yet: the answer must not sound like a "yes".
FAR_INSIDE_PERIMETER = OutcomeText(
    tone="peut-etre",
    shared=Words(
        title="À étudier : vous êtes dans le périmètre prioritaire d’un réseau, "
        "encore à {distance}",
        meaning=(
            "Votre commune veut développer le réseau de chaleur dans votre quartier en priorité. "
            "Mais les tuyaux ne viennent pas encore jusqu’à vous.",
            "La collectivité ou l’exploitant disent quand ils arriveront.",
        ),
        steps=(NEXT_CALENDAR, NEXT_INTEREST, NEXT_WAIT, NEXT_COUNCIL),
    ),
    individual=TEXTS[Outcome.PDP_EXISTANT].individual,
    helpers=("collectivite", "exploitant", "ambassadeurs", "agence"),
)
