"""Every pair of published files, number by number: nothing under five comes of a subtraction."""

from itertools import combinations

from ambassadeurs.impact.files import lines
from ambassadeurs.impact.periods import Period
from ambassadeurs.impact.reading import counted, today
from ambassadeurs.impact.report import statistics

# Of France: questions are public, and so are ambassadors, networks and guides.
PUBLIC = {"questions", "echeances_tenues:question"}
PUBLIC |= {"ambassadeurs", "coproprietes", "reseaux_couverts", "reseaux_connus", "guides"}


def monthly_files():
    """{(first, last): {(indicator, month, place): number}} of each month, and of all until its end;
    numbers of private acts only. CO2 goes by five buildings: `test_co2`."""
    found = {}
    opening = counted(today()).opening
    for first, last in Period(opening, today()).months():
        for start in (max(first, opening), opening):
            told = lines(statistics(Period(start, last), None, every_network=True))
            found[start, last] = {
                (name, when if len(when) == len("2026-01") else "", place): value
                for name, when, place, value, unit, _ in told
                if value is not None
                and unit not in {"%", "heures"}
                and not (place == "France" and name in PUBLIC)
                and not name.startswith("co2_")
            }
    return found


def small_differences():
    """How many numbers were compared, and what isolates one to four acts."""
    files, compared, small = monthly_files(), 0, []
    small += [(key, value) for told in files.values() for key, value in told.items() if value % 5]
    for one, other in combinations(files.values(), 2):
        for key in one.keys() & other.keys():
            compared += 1
            if 0 < abs(one[key] - other[key]) < 5:
                small.append((key, one[key], other[key]))
    return compared, small
