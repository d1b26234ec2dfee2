"""The brand, through the admin’s own form."""

import gc

import pytest
from bs4 import BeautifulSoup
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from cms.site.models import Brand
from cms.site.models.brand import two_words
from cms.starter import EDITORS, TEAM
from communaute.notifications.outbox.message import sender
from tests.cms.test_admin import person, sign_in

from .screens import errors, fresh, send, settings_address, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client, site):
    sign_in(client, person(TEAM))


@pytest.fixture
def image():
    yield Image.objects.create(title="Logo", file=get_test_image_file(size=(640, 320)))
    # Wagtail leaves the temporary files of its renditions to the collector.
    gc.collect()


def change(client, **fields):
    return send(client, settings_address(Brand), **fields)


def page(client, address="/"):
    fresh()
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_team_renames_the_service_everywhere(client, team):
    assert change(client, name="Chaleur commune", tagline="").status_code == 302
    shown = page(client)
    assert shown.title.text.strip().endswith("· Chaleur commune")
    assert shown.select_one(".fr-header__service-title").text == "Chaleur commune"
    assert shown.select_one(".fr-header__service-tagline") is None
    assert Site.objects.get(is_default_site=True).site_name == "Chaleur commune"
    assert sender().startswith("Chaleur commune <")
    assert "Chaleur commune : les" in client.get("/communaute/questions/atom.xml").content.decode()


@pytest.mark.parametrize(
    ("choice", "by_default", "expected"),
    [("", True, 1), ("", False, 0), ("shown", False, 1), ("hidden", True, 0)],
)
def test_the_marks_of_the_state_are_the_admins_then_the_installations(
    client, team, settings, choice, by_default, expected
):
    settings.BRAND_STATE = by_default
    assert change(client, state_marks=choice).status_code == 302
    shown = page(client)
    assert len(shown.select(".fr-header .fr-logo")) == expected
    assert len(shown.select(".fr-footer .fr-logo")) == expected
    assert bool(shown.select("a[href='https://www.info.gouv.fr']")) is bool(expected)


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_a_logo_has_words_and_partners_are_at_the_bottom(client, team, image):
    assert "Écrivez ce que dit le logo" in errors(change(client, logo=image.pk))
    partner = {
        "partners-TOTAL_FORMS": "1",
        "partners-0-name": "Alec de Nulle-Part",
        "partners-0-image": str(image.pk),
        "partners-0-url": "http://alec.example/",
        "partners-0-ORDER": "1",
        "partners-0-id": "",
    }
    refused = change(client, logo=image.pk, logo_alt="Ville", **partner)
    assert "https://" in errors(refused)
    partner["partners-0-url"] = "https://alec.example/"
    assert change(client, logo=image.pk, logo_alt="Ville", **partner).status_code == 302
    shown = page(client)
    assert shown.select_one(".cu-operator")["alt"] == "Ville"
    link = shown.select_one(".fr-footer__partners-link")
    assert link["title"] == "Alec de Nulle-Part - nouvelle fenêtre"
    assert link.img["alt"] == "Alec de Nulle-Part"


def test_a_name_that_could_not_be_shown_is_refused_and_stands_at_its_limit(client, team):
    address = settings_address(Brand)
    page = shown(client, address)
    wrong = ("", " ", "Deux\nlignes", "<b>Gras</b>", "x" * 41)
    taken = [name for name in wrong if not errors(client.post(address, page | {"name": name}))]
    assert taken == []
    assert Brand.load().name == "ChauffageUrbain"
    assert client.post(address, page | {"name": "x" * 40}).status_code == 302


@pytest.mark.one_database
def test_two_words_in_one_have_two_colours():
    assert two_words("ChauffageUrbain") == ("Chauffage", "Urbain")
    assert two_words("Chaleur commune") == ("Chaleur commune", "")
    assert two_words("ADEME") == ("ADEME", "")


def test_editors_do_not_change_the_brand(client, site):
    sign_in(client, person(EDITORS))
    before = Brand.load().name
    assert client.post(settings_address(Brand), {"name": "Autre"}).status_code == 302
    assert Brand.load().name == before
