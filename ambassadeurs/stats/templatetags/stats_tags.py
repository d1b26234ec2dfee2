"""Figures for other pages: the home page, the card of an organisation."""

from collections import Counter
from typing import Any

from django import template

from ambassadeurs.demandes.numbers import NUMBERS as DEMANDES
from socle.french import number
from socle.numbers import quantity
from socle.public_pages import cached_for_site
from socle.small_counts import by_fives

from .. import indicators as keys
from ..models import Scope, Tally
from ..numbers import NUMBERS
from ..publication_rules import Answering, answering, published_count

register = template.Library()
register.filter("fr_number", number)


@register.simple_tag(takes_context=True)
def home_figures(context: template.Context) -> list[dict[str, str]]:
    """Four figures with their note, as on `/stats/` (one query); none before they are counted."""
    return cached_for_site(context.get("request"), "stats:home-1", _home_figures)


def _home_figures() -> list[dict[str, str]]:
    rows = Tally.objects.totals().of(Scope.COUNTRY, "").without_delays()
    count = Counter(dict(rows.values_list("indicator", "value")))
    if not count:
        return []
    tests = by_fives(count[keys.TESTS])
    near = by_fives(count[keys.TESTS_NEAR])
    fast = count[keys.of(keys.IN_TIME, keys.QUESTION)]
    return [
        {
            "label": "adresses testées",
            "value": published_count(tests),
            "note": f"depuis l’ouverture, dont {published_count(near)} proches d’un réseau",
        },
        {
            "label": "copropriétés ambassadrices",
            "value": number(count[keys.BUILDINGS]),
            "note": f"{number(count[keys.LOTS])} lots, toutes vérifiées",
        },
        {
            "label": "questions posées",
            "value": number(count[keys.QUESTIONS]),
            "note": f"depuis l’ouverture, dont {number(fast)} avec une réponse en "
            f"{quantity(NUMBERS.fast_answer_hours, 'heure')}",
        },
        {
            "label": "réseaux de chaleur connus",
            "value": number(count[keys.KNOWN]),
            "note": f"en service, dont {number(count[keys.COVERED])} avec un ambassadeur",
        },
    ]


@register.simple_tag
def answering_of(organisation: Any) -> Answering | None:
    """How fast an operator or an agency answers; None below five requests (0 or 1 query a page)."""
    return answering().get(organisation.pk)


@register.simple_tag
def answer_days() -> str:
    """In how many working days an organisation answers in time: « 5 jours »."""
    return quantity(DEMANDES.answer_working_days, "jour")
