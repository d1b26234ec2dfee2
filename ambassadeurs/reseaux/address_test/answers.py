"""The answer to an address test, put together from the words of `outcomes`."""

from dataclasses import dataclass

from django.utils.text import capfirst

from communaute.territoires.models import Commune
from socle.buildings import HeatingMode, Stage

from ..enums import Outcome, Precision
from ..models import AddressTest
from .eligibility import address_rules, format_distance, format_far
from .next_steps import (
    NEXT_ADDRESS,
    NEXT_AGENCY,
    NEXT_CALENDAR,
    NEXT_COUNCIL,
    NEXT_INTEREST,
    NEXT_OTHER,
    NextStep,
)
from .outcomes import BEYOND_TITLE, FAR_INSIDE_PERIMETER, TEXTS, TONES, Tone


@dataclass(frozen=True)
class ResultText:
    """What the result page shows, ready to print."""

    title: str
    tone: Tone
    tone_label: str
    tone_icon: str
    meaning: tuple[str, ...]
    steps: tuple[NextStep, ...]
    helpers: tuple[str, ...]
    stage: Stage


def describe(test: AddressTest) -> ResultText:
    """Return the answer to an address test, stored or not.

    The title carries the distance, except when the point is only the centre of the commune: a
    distance from the town hall would be taken for one's own.
    """
    text = TEXTS[Outcome(test.outcome)]
    if _is_far_inside_perimeter(test):
        text = FAR_INSIDE_PERIMETER
    is_individual = test.heating_mode == HeatingMode.INDIVIDUEL
    words = text.individual if is_individual else text.shared
    # A "yes" for the street is not one for a building that must first become collective.
    tone: Tone = "peut-etre" if is_individual and text.tone == "oui" else text.tone
    label, icon = TONES[tone]
    is_beyond = test.outcome == Outcome.TROP_ELOIGNE and test.beyond_m is not None
    return ResultText(
        title=(BEYOND_TITLE if is_beyond else words.title).format(
            distance=format_far(test.beyond_m) if is_beyond else format_distance(test.distance_m),
            far=format_far(address_rules().far_m),
            commune=test.commune.after_a if test.commune else "à proximité",
        ),
        tone=tone,
        tone_label=label,
        tone_icon=icon,
        meaning=words.meaning,
        steps=words.steps,
        helpers=text.helpers,
        stage=text.stage,
    )


def _is_far_inside_perimeter(test: AddressTest) -> bool:
    """True in the perimeter of a network whose pipes are still beyond the "close" distance."""
    return (
        test.outcome == Outcome.PDP_EXISTANT
        and test.distance_m is not None
        and test.distance_m > address_rules().close_m
    )


def describe_commune(commune: Commune, *, in_service: int, planned: int) -> ResultText:
    """Return the answer when only the commune is known: which networks it has, no distance.

    `in_service` and `planned` count the networks that serve the commune.
    """
    tone: Tone = "peut-etre"
    meaning: tuple[str, ...]
    helpers: tuple[str, ...] = ("ambassadeurs", "exploitant", "agence", "collectivite")
    place = capfirst(commune.after_a)
    if in_service:
        title = (
            f"{place}, il existe un réseau de chaleur"
            if in_service == 1
            else f"{place}, il existe {in_service} réseaux de chaleur"
        )
        meaning = (
            "Reste à savoir s’il passe près de votre immeuble. Pour cela, il faut une adresse "
            "ou un point sur la carte.",
        )
        steps = (NEXT_ADDRESS, NEXT_COUNCIL, NEXT_AGENCY)
    elif planned:
        tone, helpers = "bientot", ("collectivite", "exploitant", "agence")
        title = f"{place}, un réseau de chaleur est en projet"
        meaning = ("Le tracé et les dates peuvent encore changer.",)
        steps = (NEXT_CALENDAR, NEXT_INTEREST, NEXT_AGENCY)
    else:
        tone, helpers = "non", ("agence", "collectivite")
        title = f"{place}, nous ne connaissons pas de réseau de chaleur"
        meaning = (
            "Un projet non encore publié peut exister : la mairie le sait.",
            "Vous pouvez tout de même quitter le gaz ou le fioul : d’autres chauffages "
            "renouvelables conviennent aux copropriétés.",
        )
        steps = (NEXT_AGENCY, NEXT_OTHER, NEXT_INTEREST)
    label, icon = TONES[tone]
    return ResultText(
        title=title,
        tone=tone,
        tone_label=label,
        tone_icon=icon,
        meaning=meaning,
        steps=steps,
        helpers=helpers,
        stage=Stage.IDEA,
    )


def precision_sentence(precision: str, commune: Commune | None) -> str:
    """How sure we are of the point tested, in one sentence."""
    place = f" {commune.after_a}" if commune else ""
    return {
        Precision.ADRESSE: f"Adresse exacte{place}.",
        Precision.APPROXIMATIVE: f"Position approximative{place} : nous n’avons trouvé que la rue "
        "ou le quartier. La distance peut changer de plusieurs dizaines de mètres.",
        Precision.POINT: f"Point choisi sur la carte{_nearest(commune)}",
        Precision.COMMUNE: "Commune seule : aucune distance n’est calculée.",
    }[Precision(precision)]


def _nearest(commune: Commune | None) -> str:
    """A point has no address: its commune is the one of the nearest town hall, maybe another's."""
    if commune is None:
        return "."
    return (
        f", près {commune.after_de}. C’est la commune dont la mairie est la plus proche : à côté "
        "d’une limite de commune ou d’une frontière, ce n’est peut-être pas la vôtre."
    )
