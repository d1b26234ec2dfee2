"""Every list of `/gestion/` that is searched finds with accents or without."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.models import ContactMessage
from cms.site.models import Promotion
from cms.starter import EDITORS, TEAM
from communaute.comptes.models import Organisation, User
from communaute.moderation.prescreening.models import WordList
from socle.facts_registry.models import Figure
from socle.search.models import Synonyms
from tests.ambassadeurs.reseaux.factories import Reseau, ReseauFactory
from tests.architecture.routes import OURS
from tests.cms.pages.factories import make_message
from tests.cms.test_admin import person, sign_in
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

SAID = "Énergie d’ici"
MAKERS = {
    ContactMessage: lambda: make_message(name=SAID),
    Figure: lambda: Figure.objects.filter(key="co2_gaz_acv").update(label=SAID),
    Organisation: lambda: OrganisationFactory(name=SAID),
    Promotion: lambda: Promotion.objects.create(title=SAID, searches=SAID, address="/"),
    Reseau: lambda: ReseauFactory(name=SAID),
    Synonyms: lambda: Synonyms.objects.create(words=SAID),
    WordList: lambda: WordList.objects.create(name=SAID, words="essai"),
}


def lists():
    """The address of each of our lists, with what makes it."""
    assert reverse("wagtailadmin_home")  # registers them all
    known = [one for one in viewsets.viewsets if isinstance(one, ModelViewSet)]
    known += [model.snippet_viewset for model in get_snippet_models()]
    return [
        (one, reverse(one.get_url_name("list" if isinstance(one, SnippetViewSet) else "index")))
        for one in known
        if one.model.__module__.startswith(OURS)
    ]


def searched():
    """By model, the address of each of our lists that is searched."""
    # Otherwise Wagtail asks nothing, or has its own search.
    return {one.model: address for one, address in lists() if isinstance(one.search_fields, tuple)}


@pytest.fixture
def admin(client, site):
    user = person(TEAM)
    user.groups.add(*person(EDITORS).groups.all())
    sign_in(client, user)
    return client


def test_every_list_that_is_searched_is_tried_here():
    assert set(searched()) == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_accents_and_capitals_are_nothing(admin, model):
    MAKERS[model]()
    address = searched()[model]
    for asked in ("energie", "ENERGIE ici", "énergie"):
        assert SAID in admin.get(address, {"q": asked}).text, asked
    nothing = admin.get(address, {"q": "energie brouette"}).text
    assert SAID not in nothing
    # Wagtail knows no gender: « Aucun(e) chiffres ne correspond à votre requête ».
    assert "Rien ne correspond à votre recherche." in nothing
    assert "Aucun(e)" not in nothing


def words_of(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def test_an_empty_list_says_so_without_the_name_that_wagtail_does_not_elide(client, site):
    sign_in(client, UserFactory(password="un-mot-de-passe-solide", is_superuser=True))
    said = [words_of(client.get(address)) for _, address in lists()]
    assert len(said) > 8
    assert not [one for one in said if "pas de " in one]
    assert [one for one in said if "La liste est vide. Commencer la liste" in one]


def test_lists_and_sheets_say_yes_and_no(client, site):
    sign_in(client, UserFactory(password="un-mot-de-passe-solide", is_superuser=True))
    WordList.objects.create(name="Insultes", words="zut")
    figure = Figure.objects.filter(kind="year").first()
    sheet = words_of(client.get(f"/gestion/chiffres/inspect/{figure.pk}/"))
    pages = [sheet, words_of(client.get("/gestion/users/"))]
    pages += [words_of(client.get(address)) for _, address in lists()]
    for raw in ("True", "False", "None", ",0000"):
        assert not [one for one in pages if raw in one], raw
    assert f"Valeur {figure.written}" in sheet
    assert "oui" in " ".join(pages)


def test_nothing_is_said_to_be_used_by_nothing(client, site):
    """Wagtail would count links of pages only, of what the service holds or shows everywhere."""
    sign_in(client, UserFactory(password="un-mot-de-passe-solide", is_superuser=True))
    rows = [WordList.objects.create(name=name, words="zut") for name in ("Insultes", "Ventes")]
    viewset = WordList.snippet_viewset
    for screen in ("edit", "delete"):
        page = client.get(reverse(viewset.get_url_name(screen), args=[rows[0].pk]))
        assert page.status_code == 200
        assert not re.search("(utilisé|référencé)e? [0-9]+ fois", page.text, re.IGNORECASE), screen
    several = reverse(
        "wagtail_bulk_action", args=[*WordList._meta.label_lower.split("."), "delete"]
    )
    page = client.get(several, {"id": [row.pk for row in rows]})
    assert "Insultes" in page.text
    assert "Ventes" in page.text
    assert "fois" not in words_of(page)
    count = client.get(reverse(viewset.get_url_name("usage"), args=[rows[0].pk]))
    assert count.status_code == 404
    client.post(several, query_params={"id": [row.pk for row in rows]})
    assert not WordList.objects.exists()


def test_no_screen_of_ours_counts_what_uses_a_row():
    assert lists()  # registers them all
    every = [one for one in viewsets.viewsets if isinstance(one, ModelViewSet)]
    every += [model.snippet_viewset for model in get_snippet_models()]
    ours = [one for one in every if type(one).__module__.startswith(OURS)]
    assert {Group, User, WordList} < {one.model for one in ours}
    assert not [one for one in ours if one.get_common_view_kwargs()["usage_url_name"] is not None]
