"""The menus, through the admin’s own form."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import GuideIndexPage, StandardPage
from cms.site import initial_frame
from cms.site.models import FooterEntry, MainEntry, Menus
from cms.starter import TEAM, create_starter_pages
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

from .screens import errors, fresh, send, settings_address, shown

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def change(client, **fields):
    return send(client, settings_address(Menus), **fields)


def added(number=6, *, kind="main", label="Nouveau", page="", address=""):
    """One entry more in a list of `number`."""
    prefix = f"{kind}_entries"
    return {
        f"{prefix}-TOTAL_FORMS": str(number + 1),
        f"{prefix}-{number}-label": label,
        f"{prefix}-{number}-page": str(page),
        f"{prefix}-{number}-address": address,
        f"{prefix}-{number}-ORDER": str(number + 1),
        f"{prefix}-{number}-id": "",
        f"{prefix}-{number}-DELETE": "",
    }


def menu(client):
    fresh()
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [(one.text, one["href"]) for one in page.select("#navigation a")]


def footer(client):
    fresh()
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [(one.text, one["href"]) for one in page.select(".fr-footer__bottom-link")]


def test_the_first_menus_are_those_of_a_new_installation_and_stay_the_editors(client, site):
    assert menu(client) == [*initial_frame.MAIN_MENU]
    assert [url for _, url in footer(client)] == [url for _, url in initial_frame.FOOTER_LINKS]
    assert ("Accessibilité : non conforme", "/accessibilite/") in footer(client)
    assert MainEntry.objects.get(label="Guides").page_id == site.pk
    MainEntry.objects.exclude(label="Guides").delete()
    create_starter_pages()
    assert menu(client) == [("Guides", "/guides/")]


def test_an_editor_orders_renames_and_adds(client, editor):
    guide = make_guide(slug="un-guide")
    response = change(
        client,
        **added(address="https://www.ademe.fr/"),
        **{
            "main_entries-0-ORDER": "9",
            "main_entries-1-label": "Les réseaux",
            "main_entries-2-page": str(guide.pk),
            "main_entries-2-address": "",
            "main_entries-4-address": "/communaute/?tri=utiles",
        },
    )
    assert response.status_code == 302, errors(response)
    assert menu(client) == [
        ("Les réseaux", "/reseaux/"),
        ("Ambassadeurs", "/guides/un-guide/"),
        ("Visites et rendez-vous", "/agenda/"),
        ("Questions et réponses", "/communaute/?tri=utiles"),
        ("Guides", "/guides/"),
        ("Nouveau", "https://www.ademe.fr/"),
        ("Tester mon adresse", "/mon-adresse/"),
    ]
    page = BeautifulSoup(client.get("/").content, "html.parser")
    outside = page.select_one("#navigation a[href^=https]")
    assert outside["title"] == "Nouveau - nouvelle fenêtre"
    assert outside["target"] == "_blank"


def test_the_address_of_a_page_becomes_the_page_and_follows_it(client, editor):
    assert change(client, **added(address="/mentions-legales/")).status_code == 302
    page = StandardPage.objects.get(slug="mentions-legales")
    assert MainEntry.objects.get(label="Nouveau").page_id == page.pk
    page.slug = "qui-sommes-nous"
    page.save_revision().publish()
    assert ("Nouveau", "/qui-sommes-nous/") in menu(client)


@pytest.fixture
def few(editor):
    """Two entries and one link, for screens that open fast."""
    MainEntry.objects.exclude(label__in=["Guides", "Réseaux de chaleur"]).delete()
    FooterEntry.objects.exclude(label="Statistiques").delete()


REFUSED = [
    ({"label": ""}, "Champ requis"),
    ({"label": "   ", "address": "/reseaux/carte/"}, "Champ requis"),
    ({"label": "x" * 31, "address": "/stats/"}, "30"),
    ({"label": "<b>", "address": "/stats/"}, "sur une ligne"),
    ({}, "Choisissez une page"),
    ({"address": "javascript:alert(1)"}, "https://"),
    ({"address": "http://www.ademe.fr/"}, "https://"),
    ({"address": "//ademe.fr/"}, "https://"),
    ({"address": "https://moi@ademe.fr/"}, "https://"),
    ({"address": "/\\ademe.fr/"}, "https://"),
    ({"address": "/nulle-part/"}, "Aucune page publique"),
    ({"address": "/guides/nulle-part/"}, "Aucune page publique"),
    ({"address": "/gestion/"}, "rédaction"),
    ({"address": "/reseaux/"}, "déjà dans la liste"),
    ({"address": "/guides/"}, "déjà dans la liste"),
]


def test_an_entry_that_leads_nowhere_good_is_refused_and_kept_on_the_screen(client, few):
    address = settings_address(Menus)
    page = shown(client, address)
    taken = []
    for entry, said in REFUSED:
        response = client.post(address, page | added(2, **entry))
        if said not in errors(response):
            taken.append(entry)
        typed = entry.get("label", "Nouveau")
        kept = response.context["form"].formsets["main_entries"].forms[-1]["label"].value()
        assert kept in {typed.strip(), typed}
    assert taken == []
    assert MainEntry.objects.count() == 2


def test_a_label_stands_at_its_limit_and_the_menu_at_eight(client, editor):
    fields = {}
    for number, label in enumerate(["a" * 30, "b"], start=6):
        fields |= added(number, label=label, address=f"/communaute/?q={label}")
    assert change(client, **fields).status_code == 302
    assert len(menu(client)) == 8
    response = change(client, **added(8, address="/stats/"))
    assert "Gardez 8 liens au plus." in errors(response)
    assert MainEntry.objects.count() == 8


def drafted(guide):
    guide.unpublish()


def private(guide):
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)


def expired(guide):
    guide.expire_at = timezone.now() - timedelta(seconds=1)
    guide.save()


@pytest.mark.parametrize("hide", [drafted, private, expired])
def test_a_page_not_public_is_refused_and_leaves_the_menu(client, few, hide):
    guide = make_guide(slug="un-guide")
    MainEntry.objects.create(menus=Menus.load(), label="Nouveau", page=guide, sort_order=9)
    assert ("Nouveau", "/guides/un-guide/") in menu(client)
    hide(guide)
    assert "Nouveau" not in dict(menu(client))
    # The entry stays for the editors, who are told; another cannot be made.
    response = change(client, **added(3, label="Encore", page=guide.pk))
    assert errors(response).count("n’est pas publique") == 2
    guide.delete()
    assert not MainEntry.objects.filter(label="Nouveau").exists()


@pytest.mark.parametrize("kind", ["main", "footer"])
def test_a_list_is_never_emptied(client, few, kind):
    taken = {f"{kind}_entries-{number}-DELETE": "on" for number in range(2)}
    assert "Gardez au moins 1 lien." in errors(change(client, **taken))
    assert (MainEntry.objects.count(), FooterEntry.objects.count()) == (2, 1)


def test_the_declaration_of_accessibility_stays_at_the_bottom(client, editor):
    FooterEntry.objects.exclude(label="Statistiques").delete()
    assert footer(client) == [
        ("Statistiques", "/stats/"),
        ("Accessibilité : non conforme", "/accessibilite/"),
    ]


def test_who_may(client, site):
    sign_in(client, person(TEAM))
    assert client.get(settings_address(Menus)).status_code == 302
    client.logout()
    assert client.get(settings_address(Menus)).status_code == 302
    assert GuideIndexPage.objects.exists()
