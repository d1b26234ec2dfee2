"""What has no day of its own: who is ambassador today, which networks are known."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Sum
from django.utils import timezone

from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.reseaux.models import Reseau
from cms.models import GuidePage

from . import indicators as keys
from .counting import Tallies
from .models import Scope


def stocks() -> Tallies:
    """The numbers of now, by (scope, place, indicator), without zeros (five queries)."""
    found: Tallies = Counter()
    country = (Scope.COUNTRY.value, "")
    covered = set()
    rows = Copropriete.objects.with_public_ambassadors().order_by()
    for place, reseau, number, lots in rows.values_list("commune__departement", "reseau").annotate(
        number=Count("pk"), lots=Sum("lots", default=0)
    ):
        covered.add(reseau)
        found[*country, keys.BUILDINGS] += number
        found[*country, keys.LOTS] += lots
        found[Scope.RESEAU.value, str(reseau), keys.BUILDINGS] += number
        if place:
            found[Scope.DEPARTEMENT.value, place, keys.BUILDINGS] += number
    found[*country, keys.COVERED] = len(covered)
    heat = Reseau.objects.heat().order_by().values_list("status", "departement")
    for status, place, number in heat.annotate(number=Count("pk")):
        is_planned = status == "en_construction"
        found[*country, keys.PLANNED if is_planned else keys.KNOWN] += number
        if place and not is_planned:
            found[Scope.DEPARTEMENT.value, place, keys.KNOWN] += number
    people = Ambassadeur.objects.public().order_by().values("user").distinct()
    found[*country, keys.AMBASSADORS] = people.count()
    found[*country, keys.GUIDES] = GuidePage.objects.visible().count()
    coming = Assemblee.objects.to_come(timezone.localdate()).order_by()
    found[*country, keys.TO_COME] = coming.count()
    return +found
