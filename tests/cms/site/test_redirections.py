"""The table of redirections, through the admin’s own form."""

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from cms.starter import WRITERS
from tests.cms.factories import make_guide
from tests.cms.test_admin import guide_form, person, sign_in

from .screens import errors, send, shown

pytestmark = pytest.mark.django_db
ADD = "/gestion/redirects/add/"


def add(client, old, link="", page=""):
    return send(client, ADD, old_path=old, redirect_link=link, redirect_page=str(page))


def test_an_editor_sends_an_old_address_to_a_page_of_the_service(client, editor):
    assert "Redirections" in client.get("/gestion/").content.decode()
    assert add(client, "/vieille-adresse/", "/reseaux/").status_code == 302
    moved = client.get("/vieille-adresse/")
    assert (moved.status_code, moved["Location"]) == (301, f"{settings.BASE_URL}/reseaux/")
    assert add(client, "/ailleurs", "https://www.ademe.fr/").status_code == 302
    pk = Redirect.objects.get(old_path="/vieille-adresse").pk
    address = f"/gestion/redirects/{pk}/"
    assert shown(client, address)["old_path"] == "/vieille-adresse"
    assert send(client, address, redirect_link="/ambassadeurs/").status_code == 302


def test_an_old_address_with_accents_and_spaces_serves(client, editor):
    assert add(client, "/été à la mer/", "/reseaux/").status_code == 302
    moved = client.get("/%C3%A9t%C3%A9%20%C3%A0%20la%20mer/")
    assert (moved.status_code, moved["Location"]) == (301, f"{settings.BASE_URL}/reseaux/")
    assert add(client, "/ma%20page/", "/reseaux/").status_code == 302
    assert client.get("/ma%20page/").status_code == 301


def test_an_old_address_is_copied_whole_from_the_bar_of_the_browser(client, editor):
    assert add(client, f"{settings.BASE_URL}/vieille/", "/reseaux/").status_code == 302
    assert Redirect.objects.get().old_path == "/vieille"


def test_a_loop_is_refused_beside_its_field(client, editor):
    assert "tournerait en rond" in errors(add(client, "/a/", "/a"))
    assert add(client, "/c/", "/reseaux/").status_code == 302
    assert add(client, "/b/", "/c/").status_code == 302
    assert add(client, "/a/", "/b/").status_code == 302
    pk = Redirect.objects.get(old_path="/c").pk
    refused = send(client, f"/gestion/redirects/{pk}/", redirect_link="/a/")
    assert "tournerait en rond" in refused.context["form"].errors["redirect_link"][0]
    assert client.get("/c/")["Location"].endswith("/reseaux/")


def test_a_loop_by_a_page_is_refused(client, editor):
    guide = make_guide(slug="un-guide", live=False)
    assert "tournerait en rond" in errors(add(client, "/guides/un-guide/", page=guide.pk))
    assert add(client, "/d/", page=guide.pk).status_code == 302
    assert "tournerait en rond" in errors(add(client, "/guides/un-guide", "/d/"))


REFUSED = [
    ("/reseaux/", "/ambassadeurs/", "répond déjà"),
    ("/guides/", "/ambassadeurs/", "répond déjà"),
    ("/vieille/", "/nulle-part/", "Aucune page publique"),
    ("/vieille/", "javascript:alert(1)", "https://"),
    ("/vieille/", "http://ademe.fr/", "https://"),
    ("/vieille/", "", "Choisissez une page"),
    ("", "/reseaux/", "Champ requis"),
    ("https://[", "/reseaux/", "/ancienne-page/"),
    ("http:////[", "/reseaux/", "/ancienne-page/"),
    ("http://autre.example/vieille/", "/reseaux/", "/ancienne-page/"),
    ("//autre.example/vieille/", "/reseaux/", "/ancienne-page/"),
    ("javascript:alert(1)", "/reseaux/", "/ancienne-page/"),
    ("/gestion/", "/reseaux/", "celle de la rédaction"),
    ("/gestion/pages/", "/reseaux/", "celle de la rédaction"),
    ("/vieille/", "https://[", "https://"),
    ("/vieille/", f"{settings.BASE_URL}//[", "https://"),
]


def test_what_leads_nowhere_or_never_serves_is_refused(client, editor):
    page = shown(client, ADD)
    taken = [
        (old, link)
        for old, link, said in REFUSED
        if said not in errors(client.post(ADD, page | {"old_path": old, "redirect_link": link}))
    ]
    assert taken == []
    assert not Redirect.objects.exists()


def test_a_file_does_not_go_round_the_form(client, editor):
    for address in ("/gestion/redirects/import/", "/gestion/redirects/import/process/"):
        assert client.post(address)["Location"] == ADD


def test_a_page_given_another_address_keeps_the_old_one(
    client, editor, django_capture_on_commit_callbacks
):
    guide = make_guide(slug="ancien")
    form = guide_form(title=guide.title, slug="nouveau", **{"action-publish": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/gestion/pages/{guide.pk}/edit/", form).status_code == 302
    moved = client.get("/guides/ancien/")
    assert moved.status_code == 301
    assert moved["Location"].endswith("/guides/nouveau/")


def test_writers_do_not_redirect(client, site):
    sign_in(client, person(WRITERS))
    assert client.get(ADD).status_code == 302
    assert client.post(ADD, {"old_path": "/x/", "redirect_link": "/reseaux/"}).status_code == 302
    assert not Redirect.objects.exists()
