"""Who gets what at each address of the room (see tests/architecture)."""

from ambassadeurs.reseaux.models import AddressTest
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.architecture.posts import post
from tests.conftest import ROLES


def _row(url, anonymous, signed_in):
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, signed_in)


def _page():
    return f"/reseaux/{ReseauFactory().slug}/suivre/"


def _result():
    test = AddressTest.objects.create(
        outcome="reseau_existant_loin", precision="adresse", reseau=ReseauFactory()
    )
    return f"{test.get_absolute_url()}suivre/"


MATRIX = {
    "reseau_subscriptions:follow": _row(_page, 405, 405),
    "reseau_subscriptions:follow_result": _row(_result, 405, 405),
}

FOLLOWS = {"suivre": "oui"}
NOBODY = "everybody follows the same networks"
POSTS = {
    "reseau_subscriptions:follow": post(_page, FOLLOWS, others=302, nobody_owns=NOBODY),
    "reseau_subscriptions:follow_result": post(_result, FOLLOWS, others=302, nobody_owns=NOBODY),
}
