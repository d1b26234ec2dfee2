"""Every pair of published files, number by number: nothing under five comes of a subtraction."""

import csv
import io
from itertools import combinations, pairwise
from urllib.parse import urlencode

from django.utils import timezone

from ambassadeurs.stats.periods import Period
from ambassadeurs.stats.selectors import counted
from ambassadeurs.stats.views import COUNTRY

# Of France: questions are public, and so are ambassadors, networks and guides.
PUBLIC = {"questions", "echeances_tenues:question"}
PUBLIC |= {"ambassadeurs", "coproprietes", "reseaux_couverts", "reseaux_connus", "guides"}
# Rates and times are of five acts at least (`test_publishing`), tonnes of five buildings
# (`test_co2`): no number of people.
NO_COUNTS = {"%", "heures", "t de CO2 par an"}


def monthly_files(client):
    """{(first, last): {(indicator, month, place): number}} of the CSV of each month, and of all
    until its end, the JSON being read beside it; numbers of private acts only."""
    found = {}
    opening = counted(timezone.localdate()).opening
    for first, last in Period(opening, timezone.localdate()).months():
        for start in {max(first, opening), opening}:
            query = urlencode({"du": start, "au": last})
            text = client.get(f"/stats/export.csv?{query}").text.lstrip("\ufeff")
            rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
            told = client.get(f"/stats/export.json?{query}").json()["chiffres"]
            assert [_as_text(one) for one in told] == rows
            found[start, last] = dict(_counts(rows))
    return found


def _as_text(line):
    return {name: "" if value is None else str(value) for name, value in line.items()}


def _counts(rows):
    for row in rows:
        name, place, when = row["indicateur"], row["territoire"], row["periode"]
        is_public = place == COUNTRY and name in PUBLIC
        if row["valeur"] and row["unite"] not in NO_COUNTS and not is_public:
            is_month = len(when) == len("2026-01")
            yield (name, when if is_month else "", place), int(row["valeur"])


def small_differences(client):
    """How many numbers were compared, in how many files and places, and what isolates one to four
    acts: between two files, and between any two numbers, whatever they are of."""
    files, compared, small = monthly_files(client), 0, []
    small += [(key, value) for told in files.values() for key, value in told.items() if value % 5]
    for one, other in combinations(files.values(), 2):
        for key in one.keys() & other.keys():
            compared += 1
            if 0 < abs(one[key] - other[key]) < 5:
                small.append((key, one[key], other[key]))
    numbers = sorted({value for told in files.values() for value in told.values()})
    small += [(one, other) for one, other in pairwise(numbers) if other - one < 5]
    keys = {key for told in files.values() for key in told}
    return compared, files.keys(), keys, small
