import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.urls import reverse

from communaute.comptes import menus
from communaute.comptes.perms import is_agency

from .factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_entries(monkeypatch):
    monkeypatch.setattr(menus, "_entries", {})


def menu(rf, user, path="/reseaux/"):
    request = rf.get(path)
    request.user = user
    context = Context({"request": request, "csrf_token": "jeton"})
    html = Template("{% load comptes_tags %}{% account_menu %}").render(context)
    return BeautifulSoup(html, "html.parser")


def links(html):
    return [link["href"] for link in html.find_all("a")]


def test_a_visitor_may_sign_in_and_come_back(rf):
    assert links(menu(rf, AnonymousUser(), "/reseaux/3802C/?page=2")) == [
        f"{reverse('account_login')}?next=%2Freseaux%2F3802C%2F",
        f"{reverse('account_signup')}?next=%2Freseaux%2F3802C%2F",
    ]


@pytest.mark.parametrize("path", ["/", "/comptes/mot-de-passe/"])
def test_nowhere_to_come_back_to(rf, path):
    assert links(menu(rf, AnonymousUser(), path))[0] == reverse("account_login")


def test_a_visitor_costs_no_query(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        menu(rf, AnonymousUser())


def test_without_request_the_menu_is_a_visitors():
    html = Template("{% load comptes_tags %}{% account_menu %}").render(Context({}))
    assert "Se connecter" in html


def test_a_member_sees_name_account_and_a_way_out(rf):
    html = menu(rf, UserFactory(display_name="Monique <D.>"))
    assert "Monique <D.>\u00a0: mon compte" in html.get_text()
    assert links(html) == ["/mon-compte/", "/mon-compte/notifications/recues/"]
    form = html.find("form")
    assert (form["method"], form["action"]) == ("post", reverse("account_logout"))
    assert form.find("input", {"name": "csrfmiddlewaretoken"})["value"] == "jeton"


def test_entries_are_for_whom_they_are_meant(rf):
    menus.register_entry("Modération", "territoires:communes", is_agency)
    menus.register_entry("Modération", "territoires:communes", is_agency)
    assert "Modération" not in menu(rf, UserFactory()).get_text()
    assert menu(rf, UserFactory(agence=True)).get_text().count("Modération") == 1


def test_a_member_costs_two_queries(rf, django_assert_num_queries):
    menus.register_entry("Modération", "territoires:communes", is_agency)
    user = UserFactory(agence=True)
    with django_assert_num_queries(2):
        menu(rf, user)


@pytest.mark.parametrize(("number", "folds"), [(2, False), (3, True)])
def test_more_than_two_entries_fold_under_one_word(rf, number, folds):
    for name in ("comptes:home", "comptes:organisations", "donnees:close")[:number]:
        menus.register_entry(f"Page {name}", name, lambda user: True)
    assert links(menu(rf, UserFactory()))[1:] == ["/mon-compte/notifications/recues/"]
    html = menu(rf, UserFactory(agence=True))
    assert [one.get_text() for one in html.select("details > summary")] == ["Mes outils"] * folds
    assert len(html.select("details a")) == (number if folds else 0)
    # Folded or not, each page has one link.
    assert links(html).count(reverse("comptes:organisations")) == 1
