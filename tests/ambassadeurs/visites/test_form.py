"""What is typed in the form of a visit."""

import pytest
from bs4 import BeautifulSoup

from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory

from .test_views import slot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["31 février", "31/02/2027", "2027-02-30"])
def test_a_day_that_does_not_exist_stays_shown_with_its_error_beside_it(client, typed):
    client.force_login(AmbassadeurFactory().user)
    shown = BeautifulSoup(
        client.post("/visites/proposer/", slot(day=typed, at="25:00")).text, "html.parser"
    )
    for name, value, said in (
        ("day", typed, "écrivez une date qui existe"),
        ("at", "25:00", "écrivez une heure"),
    ):
        box = shown.select_one(f"#id_{name}")
        assert (box["type"], box["value"]) == ("text", value)
        assert said in shown.select_one(f"#{box['aria-describedby']}").get_text()
