"""Loads address tests, so that `/stats/` has a past: points drawn by hand, outcomes computed.

As in real use, neither address nor point is stored.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from ambassadeurs.reseaux.address_test.services import try_point
from ambassadeurs.reseaux.models import AddressTest
from communaute.territoires.models import Commune
from socle.audience import add_views
from socle.models import WITHIN, PageView

from .cast import LoadReport
from .past import demo_key

# (INSEE code, longitude, latitude): near a line, farther, and far away.
POINTS = (
    ("38185", 5.7215, 45.1794),
    ("38185", 5.7383, 45.1836),
    ("38185", 5.7150, 45.1842),
    ("38185", 5.7262, 45.1822),
    ("38185", 5.7440, 45.1815),
    ("38185", 5.7226, 45.1690),
    ("38053", 5.7390, 45.2250),
    ("21231", 5.0610, 47.3341),
    ("21231", 5.0424, 47.3490),
    ("21231", 5.0399, 47.3380),
    ("21231", 5.0330, 47.3290),
    ("21231", 5.0120, 47.3150),
    ("35238", -1.6770, 48.0930),
    ("35238", -1.6900, 48.0895),
    ("35238", -1.6580, 48.0870),
    ("35238", -1.7060, 48.1035),
    ("35238", -1.7010, 48.1010),
    ("35238", -1.6500, 48.0930),
    ("35238", -1.6400, 48.1200),
)
# Rounds over the points, each a bit older: the curve of a service that grows.
ROUND_DAYS = (2, 6, 9, 14, 19, 26, 33, 47, 62, 80, 101, 125, 150, 181, 211, 242, 272, 303, 333)


def load_address_tests(report: LoadReport) -> None:
    """Tests of the last eleven months, created when the first of them is missing."""
    if AddressTest.objects.filter(token=demo_key("test", 0, 0)).exists():
        return
    now = timezone.now()
    codes = {code for code, _, _ in POINTS}
    communes = Commune.objects.in_bulk(codes)
    tested = [
        try_point(longitude=lon, latitude=lat, commune=communes[code]).test
        for code, lon, lat in POINTS
    ]
    same = ("outcome", "precision", "distance_m", "reseau", "commune", "in_pdp")
    rows, dates = [], {}
    for age, days in enumerate(ROUND_DAYS):
        # The older the round, the fewer the points; fewer than five a month would be masked.
        for place, test in enumerate(tested[: max(6, len(tested) - age)]):
            token = demo_key("test", age, place)
            mode = "individuel" if place % 5 == 4 else "collectif"
            facts = {name: getattr(test, name) for name in same}
            rows.append(AddressTest(token=token, heating_mode=mode, **facts))
            dates[token] = now - timedelta(days=days, hours=place)
    AddressTest.objects.bulk_create(rows)
    for row in rows:
        row.created_at = dates[row.token]
    AddressTest.objects.bulk_update(rows, ["created_at"])
    report.add("test d’adresse", "tests d’adresse", len(rows))


DAYS = 333
# (page, site that leads to it, openings of a day of the first month): typed or found, then within.
OPENED = (
    ("/", "", 14),
    ("/", "www.google.com", 22),
    ("/", "www.ecologie.gouv.fr", 6),
    ("/guides/", WITHIN, 9),
    ("/mon-adresse/", "", 7),
    ("/mon-adresse/", WITHIN, 18),
    ("/ambassadeurs/", WITHIN, 8),
    ("/communaute/", "www.google.com", 7),
    ("/communaute/", WITHIN, 6),
)
# On a Saturday or a Sunday, of those of a day of the week.
WEEKEND_PERCENT = 40


def load_audience(report: LoadReport, now: datetime) -> None:
    """Openings of the last eleven months, created when none was ever counted."""
    if PageView.objects.exists():
        return
    today = timezone.localdate(now)
    counts = {}
    for age in range(1, DAYS + 1):
        day = today - timedelta(days=age)
        # Twice as many at the end as at the beginning.
        percent = 200 - 100 * age // DAYS
        if day.weekday() >= 5:
            percent = percent * WEEKEND_PERCENT // 100
        for page, referrer, number in OPENED:
            counts[day, page, referrer] = max(1, number * percent // 100)
    add_views(counts)
    report.add("jour d’audience", "jours d’audience", DAYS)
