import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from communaute.moderation.enums import SanctionKind
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned

from .factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGES = ["comptes:home", "comptes:profile"]


def main_of(response):
    return BeautifulSoup(response.content, "html.parser").find("main")


@pytest.mark.parametrize("name", PAGES)
def test_personal_pages_ask_to_sign_in_and_come_back(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("memberships", [1, 12])
def test_few_queries_however_many_organisations(
    client, name, memberships, django_assert_max_num_queries
):
    user = UserFactory()
    for _ in range(memberships):
        organisation = OrganisationFactory(covers=["38", "44109"])
        MembershipFactory(user=user, organisation=organisation)
    client.force_login(user)
    client.get(reverse(name))
    # Each kind of thing that waits for a moderator is counted in one; the right to enter
    # `/gestion/`, in two; what a measure or the rules forbid, in two.
    with django_assert_max_num_queries(17):
        assert client.get(reverse(name)).status_code == 200


def test_a_suspended_person_reads_why_and_where_to_contest(client, settings):
    user = UserFactory()
    sanctioned(SanctionKind.SUSPENSION, case=CaseFactory(content__author=user))
    settings.NUMBERS = settings.NUMBERS | {"moderation": {"undo_minutes": 0}}
    client.force_login(user)
    notice = main_of(client.get(reverse("comptes:home"))).select_one(".fr-alert--warning")
    assert "suspendu" in notice.get_text()
    assert notice.a["href"] == reverse("moderation:my_decisions")


def test_every_door_leads_somewhere_and_a_member_of_nothing_sees_no_work(client):
    client.force_login(UserFactory())
    whole = BeautifulSoup(client.get(reverse("comptes:home")).content, "html.parser")
    # Not for search engines.
    assert whole.find("meta", {"name": "robots"})["content"] == "noindex"
    page = whole.main
    assert "Mon travail" not in page.get_text()
    assert page.select_one(".cu-acts") is None
    titles = [one.get_text() for one in page.select(".cu-doors h2")]
    assert titles == ["Mon immeuble", "Mes échanges", "Réglages"]
    doors = page.select(".cu-doors a")
    assert len(doors) == 12
    # What the main menu leads to is not told again.
    menu = {one["href"] for one in whole.select("#navigation a")}
    assert menu
    assert not menu & {one["href"] for one in doors}
    for door in doors:
        assert client.get(door["href"]).status_code == 200


def test_people_see_the_organisations_they_work_for(client):
    organisation = OrganisationFactory(name="ALEC 38", covers=["38"])
    user = MembershipFactory(organisation=organisation, role="responsable").user
    OrganisationFactory(name="Une autre")
    client.force_login(user)
    page = BeautifulSoup(client.get(reverse("comptes:home")).content, "html.parser")
    # The header leads to their desk, on each page.
    header, text = page.header, page.main.get_text()
    assert header.select_one("a[href='/agence/']") and not page.main.select("a[href='/agence/']")
    for expected in ("ALEC 38", "Agence locale de l’énergie", "Responsable", "Isère (38)"):
        assert expected in text
    assert "Une autre" not in text


def test_change_of_name(client):
    user = UserFactory()
    client.force_login(user)
    response = client.post(
        reverse("comptes:profile"), {"display_name": " Monique  D. "}, follow=True
    )
    user.refresh_from_db()
    assert user.display_name == "Monique D."
    assert "C’est fait" in main_of(response).get_text()


@pytest.mark.parametrize("name", ["", "a\x00b"])
def test_a_bad_name_changes_nothing_and_says_why(client, name):
    user = UserFactory(display_name="Monique D.")
    client.force_login(user)
    response = client.post(reverse("comptes:profile"), {"display_name": name})
    user.refresh_from_db()
    assert response.status_code == 422
    assert user.display_name == "Monique D."
    field = main_of(response).find("input", {"name": "display_name"})
    assert field["aria-invalid"] == "true"
    header = BeautifulSoup(response.content, "html.parser").header
    assert "Monique D.\u00a0: mon compte" in header.get_text()


def test_the_account_begins_with_what_waits_for_ones_act(client):
    agent = UserFactory(agence=True)
    CaseFactory()
    client.force_login(agent)
    page = main_of(client.get(reverse("comptes:home")))
    first = page.select_one("h1 ~ section, h1 ~ ul")
    assert first["class"] == ["cu-acts"]
    link = first.select_one("a")
    assert (link.text, link["href"]) == ("1 dossier de modération à décider", "/moderation/")
