"""A person renames the service, changes menu and footer, publishes the declaration of
accessibility, adds a banner and replaces a CO2 figure, in the admin: no code, no database by hand.

Each change is then read on a public page, by somebody without an account.
"""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.models import AccessibilityPage
from cms.site.models import Brand, Menus
from cms.starter import EDITORS, TEAM
from cms.stream_builder import figures, h, p
from socle.facts_registry.models import Figure
from tests.ambassadeurs.reseaux.address_test.test_views_result import make_test
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

from .screens import errors, fresh, send, settings_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, site):
    """Somebody of the team who edits too."""
    user = person(TEAM)
    user.groups.add(*person(EDITORS).groups.all())
    sign_in(client, user)
    return client


def read(address: str) -> BeautifulSoup:
    """The page as the next visitor without an account gets it: a test never commits."""
    fresh()

    cache.clear()
    response = Client().get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def words(address: str) -> str:
    """What that page says, its spaces as they are typed."""
    return read(address).get_text(" ").replace("\u00a0", " ")


def done(response) -> None:
    assert response.status_code == 302, errors(response)


@pytest.mark.usefixtures("after_every_reading")
def test_the_service_is_another_without_touching_code(admin):
    make_guide(slug="gaz", body=[h("Le gaz"), p("[fait:co2_gaz_acv]"), figures("co2_gaz_acv")])
    found = make_test().get_absolute_url()
    before = words(found)

    done(send(admin, settings_address(Brand), name="Chaleur commune", tagline="Parlons-en"))
    done(
        send(
            admin,
            settings_address(Menus),
            **{
                "main_entries-0-label": "Mon adresse",
                "main_entries-5-ORDER": "0",
                "footer_entries-0-label": "Toutes les pages",
                "footer_entries-6-address": "https://www.ecologie.gouv.fr/",
                "footer_entries-6-label": "Le ministère",
            },
        )
    )
    page = AccessibilityPage.objects.get()
    audit = {"rate": "82.5", "auditor": "Un cabinet", "audited_on": str(timezone.localdate())}
    publish = {"action-publish": "action-publish"}
    done(send(admin, f"/gestion/pages/{page.pk}/edit/", **audit, **publish))
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    until = f"{tomorrow:%Y-%m-%d %H:%M}"
    done(send(admin, "/gestion/bandeaux/new/", title="Réunion jeudi", level="info", ends_at=until))
    figure = Figure.objects.get(key="co2_gaz_acv")
    done(send(admin, f"/gestion/chiffres/edit/{figure.pk}/", low="231"))

    home = read("/")
    assert home.title.text.strip().endswith("· Chaleur commune")
    assert home.select_one(".fr-header__service").get_text(" ", strip=True) == (
        "Chaleur commune Parlons-en"
    )
    menu = [one.text for one in home.select("#navigation a")]
    assert menu[0] == "Guides"
    assert "Mon adresse" in menu
    links = {one.text: one["href"] for one in home.select(".fr-footer__bottom-link")}
    assert links["Toutes les pages"] == "/plan-du-site/"
    assert links["Le ministère"] == "https://www.ecologie.gouv.fr/"
    assert links["Accessibilité : partiellement conforme"] == "/accessibilite/"
    assert home.select_one(".fr-notice__title").text == "Réunion jeudi"

    declaration = words("/accessibilite/")
    assert "82,5" in declaration
    assert "partiellement conforme" in declaration

    guide = words("/guides/gaz/")
    assert "231 g de CO2" in guide
    assert "227 g" not in guide
    after = words(found)
    assert "227 g" in before
    assert "231 g" in after
    assert "227 g" not in after
