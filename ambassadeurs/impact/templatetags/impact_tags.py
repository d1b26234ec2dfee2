"""Figures for the home page, and numbers as the room writes them."""

from django import template
from django.utils import timezone

from socle.french import number, percentage
from socle.numbers import quantity

from ..figures import address_figures, people_figures, question_figures
from ..numbers import NUMBERS

register = template.Library()
register.filter("fr_number", number)


@register.simple_tag
def home_figures() -> list[dict[str, str]]:
    """Four figures with their note, as on `/stats/` (seven queries; the page is cached)."""
    now = timezone.now()
    addresses, questions, people = address_figures(now), question_figures(now), people_figures()
    return [
        {
            "label": "adresses testées",
            "value": number(addresses.total),
            "note": "depuis l’ouverture, dont "
            f"{percentage(addresses.eligible_share)} proches d’un réseau",
        },
        {
            "label": "copropriétés ambassadrices",
            "value": number(people.coproprietes),
            "note": f"{number(people.lots)} lots, vérifiées à ce jour",
        },
        {
            "label": "questions posées",
            "value": number(questions.total),
            "note": "depuis l’ouverture, dont "
            f"{percentage(questions.fast_share)} avec une réponse en "
            f"{quantity(NUMBERS.fast_answer_hours, 'heure')}",
        },
        {
            "label": "réseaux de chaleur connus",
            "value": number(people.networks_known),
            "note": f"en service, dont {number(people.networks_covered)} avec un ambassadeur",
        },
    ]
