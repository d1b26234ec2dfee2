"""What an ambassador agrees to: worded, dated, kept by version so that it can be shown again."""

from socle.numbers import quantity

from ..numbers import NUMBERS

MANDATE_VERSION = "2026-11"

MANDATE_WORDINGS = {
    "2026-11": (
        "J’accepte de parler pour ma copropriété sur ChauffageUrbain pendant {duration}. "
        "Mon prénom et mon rôle sont publics ; ni mon nom, ni mon adresse, ni mon téléphone ne le "
        "sont. Je réponds par messages relayés par le service, dans la limite que j’ai choisie. "
        "Je ne suis pas payé. Je peux faire une pause ou arrêter à tout moment, en un clic."
    ),
}


def mandate_wording(version: str = MANDATE_VERSION) -> str:
    """What is agreed to, for the months that a mandate lasts: to change these is to agree to
    something else, and asks for a new version."""
    return MANDATE_WORDINGS[version].format(duration=quantity(NUMBERS.mandate_months, "mois"))
