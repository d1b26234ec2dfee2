"""Who answers for an organisation: given by its lead or by the national team, written down."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from communaute.comptes.errors import LastLead, NotLead, NotThere
from communaute.comptes.models import Organisation, RoleChange
from communaute.comptes.perms import can_give_roles
from communaute.comptes.services import (
    add_member,
    change_role,
    leave_organisation,
    put_on_call,
    set_members,
)
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.conftest import ROLES
from tests.versions import version_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return OrganisationFactory(kind="agence", name="Agence de l’Isère")


@pytest.fixture
def lead(agency):
    user = UserFactory(display_name="Léa")
    add_member(organisation=agency, user=user, role="responsable")
    return user


@pytest.fixture
def colleague(agency):
    return add_member(organisation=agency, user=UserFactory(display_name="Karim"))


def role_url(membership):
    return reverse("comptes:member_role", args=[membership.organisation.slug, membership.pk])


@pytest.mark.parametrize("by", ["lead", "equipe"])
def test_a_lead_or_the_national_team_names_a_lead_and_it_is_written_down(
    request, agency, colleague, lead, by
):
    actor = request.getfixturevalue(by)
    change_role(actor=actor, membership=colleague, role="responsable")
    change_role(actor=actor, membership=colleague, role="responsable")
    colleague.refresh_from_db()
    assert colleague.role == "responsable"
    line = RoleChange.objects.get()
    assert (line.actor, line.person, line.organisation) == (actor, colleague.user, agency)
    assert (line.before, line.after) == ("membre", "responsable")
    assert (line.actor_name, line.person_name) == (actor.public_name, "Karim")
    # The line outlives the accounts.
    colleague.user.delete()
    line.refresh_from_db()
    assert (line.person, line.person_name) == (None, "Karim")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_gives_a_role(role, person, colleague):
    if role == "equipe":
        return
    with pytest.raises(NotLead):
        change_role(actor=person(role), membership=colleague, role="responsable")
    assert not RoleChange.objects.exists()


def test_neither_a_lead_of_another_organisation_nor_the_team_for_itself_gives_a_role(
    colleague, equipe
):
    other = UserFactory()
    add_member(organisation=OrganisationFactory(kind="agence"), user=other, role="responsable")
    mine = equipe.memberships.get()
    for actor, membership in ((other, colleague), (equipe, mine)):
        with pytest.raises(NotLead):
            change_role(actor=actor, membership=membership, role="responsable")
    root = UserFactory(is_superuser=True)
    assert change_role(actor=root, membership=mine, role="responsable").role == "responsable"


def test_the_last_lead_stays_until_another_is_named(lead, colleague, equipe):
    mine = lead.memberships.get()
    for actor in (lead, equipe):
        with pytest.raises(LastLead):
            change_role(actor=actor, membership=mine, role="membre")
    change_role(actor=lead, membership=colleague, role="responsable")
    assert change_role(actor=lead, membership=mine, role="membre").role == "membre"


def test_the_last_lead_does_not_leave_the_others(agency, lead, colleague):
    with pytest.raises(LastLead):
        set_members(organisation=agency, users=[colleague.user])
    assert agency.members.count() == 2
    set_members(organisation=agency, users=[lead])
    set_members(organisation=agency, users=[])
    assert agency.members.count() == 0


@pytest.mark.parametrize("role", ROLES)
def test_list_and_object_checks_agree(role, person, agency, colleague):
    user = person(role)
    led = OrganisationFactory(kind="syndic")
    add_member(organisation=led, user=user, role="responsable")
    listed = set(Organisation.objects.led_by(user))
    assert {one for one in Organisation.objects.all() if can_give_roles(user, one)} == listed
    assert led in listed
    assert (agency in listed) == (role == "equipe")


def test_the_page_names_a_lead_and_refuses_to_lose_the_last(
    client, lead, colleague, django_assert_max_num_queries
):
    client.force_login(lead)
    mine = role_url(lead.memberships.get())
    response = client.post(mine, {"role": "membre"})
    assert response.status_code == 409
    page = BeautifulSoup(response.content, "html.parser")
    assert page.title.text.startswith("Erreur – ")
    assert "dernière personne responsable" in page.select_one("#erreurs").text
    assert "Retirer le rôle de responsable" not in page.main.text  # nobody else has it
    assert client.post(mine, {"role": "roi"}).status_code == 422
    address = reverse("comptes:members", args=[colleague.organisation.slug])
    # The session is saved, in a transaction of its own.
    with django_assert_max_num_queries(16):
        page = BeautifulSoup(client.get(address).content, "html.parser")
    assert "Karim" in page.main.text
    done = client.post(role_url(colleague), {"role": "responsable"}, follow=True)
    assert "Karim a maintenant le rôle" in done.text
    assert "Retirer le rôle de responsable" in done.text
    assert "membre → responsable, par Léa" in " ".join(done.text.split())
    # Who gives up their role comes back to the account.
    assert client.post(mine, {"role": "membre"}).url == reverse("comptes:home")


def test_a_member_of_another_organisation_is_not_found(client, lead, equipe):
    client.force_login(lead)
    stranger = equipe.memberships.get()
    agency = lead.organisations.get()
    address = reverse("comptes:member_role", args=[agency.slug, stranger.pk])
    page = client.post(address, {"role": "responsable"}, follow=True)
    assert "Cette personne n’est plus membre" in page.text
    stranger.refresh_from_db()
    assert stranger.organisation != agency


def test_organisations_are_found_by_name(client, equipe, agency):
    OrganisationFactory(kind="syndic", name="Foncia")
    client.force_login(equipe)
    address = reverse("comptes:organisations")
    assert "Foncia" in client.get(address).text
    found = client.get(address, {"q": "isère", "page": "x"}).text
    assert "Agence de l’Isère" in found
    assert "Foncia" not in found
    assert "Aucune organisation de ce nom" in client.get(address, {"q": "zzz"}).text


def test_the_menu_leads_there_for_whom_it_concerns(client, lead, colleague):
    for user, shown in ((lead, True), (colleague.user, False)):
        client.force_login(user)
        assert ('href="/mon-compte/organisations/"' in client.get("/mon-compte/").text) is shown


def test_a_member_leaves_once_and_the_only_lead_stays(client, agency, lead, colleague):
    person = colleague.user
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("comptes:leave", args=[agency.slug])
    assert address in client.get(reverse("comptes:home")).content.decode()
    assert "Vous ne travaillez plus pour" in client.post(address, follow=True).text
    for again in (client.post(address, follow=True), client.get(address, follow=True)):
        assert again.redirect_chain == [(reverse("comptes:home"), 302)]
        assert "Vous ne travaillez pas, ou plus, pour cette organisation." in again.text
    assert not agency.memberships.filter(user=person).exists()
    line = RoleChange.objects.get()
    assert (line.actor, line.person, line.before, line.after) == (person, person, "membre", "")
    with pytest.raises(LastLead):
        leave_organisation(actor=lead, organisation=agency)
    add_member(organisation=agency, user=person, role="responsable")
    assert leave_organisation(actor=lead, organisation=agency)


def test_the_last_lead_reads_it_before_trying_to_leave(client, agency, lead, colleague):
    backend = "django.contrib.auth.backends.ModelBackend"
    leaving = reverse("comptes:leave", args=[agency.slug])
    mine = agency.memberships.get(user=lead)
    removing = reverse("comptes:member_remove", args=[agency.slug, mine.pk])
    for user, address in ((lead, leaving), (UserFactory(equipe=True), removing)):
        client.force_login(user, backend=backend)
        for page in (client.get(address), client.post(address)):
            main = BeautifulSoup(page.content, "html.parser").main
            assert "Nommez d’abord un autre membre" in main.get_text()
            assert main.find("form") is None
            assert main.find("a", href=reverse("comptes:members", args=[agency.slug]))
        assert page.status_code == 409
    change_role(actor=lead, membership=colleague, role="responsable")
    for user, address in ((lead, leaving), (colleague.user, removing)):
        client.force_login(user, backend=backend)
        assert BeautifulSoup(client.get(address).content, "html.parser").main.find("form")


def on_call(agency):
    return [row.user for row in agency.memberships.filter(is_on_call=True)]


def test_an_agency_says_who_is_on_call_on_its_own_page(client, agency, lead, colleague):
    url = reverse("comptes:on_call", args=[agency.slug])
    client.force_login(lead)
    page = client.get(reverse("comptes:members", args=[agency.slug])).content.decode()
    assert "Personne : l’équipe nationale est prévenue" in page
    assert "Entre 21 h et 7 h" in page
    assert "un texte signalé comme illégal" in page
    assert "Si personne ne l’est, cela part aussitôt à l’équipe nationale" in page
    client.post(url, {"membre": colleague.pk})
    assert on_call(agency) == [colleague.user]
    mine = agency.memberships.get(user=lead)
    shown = client.post(url, {"membre": mine.pk}, follow=True).content.decode()
    assert "Léa est d’astreinte la nuit" in shown
    assert on_call(agency) == [lead]  # one person at a time
    assert "d’astreinte la nuit" in client.get(reverse("comptes:home")).content.decode()
    client.post(url, {"membre": ""})
    assert on_call(agency) == []


def test_who_is_on_call_changed_meanwhile_is_not_replaced_unread(client, agency, lead, colleague):
    third = add_member(organisation=agency, user=UserFactory(display_name="Paul R."))
    client.force_login(lead)
    page = client.get(reverse("comptes:members", args=[agency.slug]))
    put_on_call(actor=UserFactory(equipe=True), organisation=agency, membership=third)
    url = reverse("comptes:on_call", args=[agency.slug])
    mine = {"membre": colleague.pk, "version": version_in(page)}
    refused = client.post(url, mine)
    assert refused.status_code == 409
    assert "Paul R. est maintenant d’astreinte la nuit" in refused.text
    assert f'<option value="{colleague.pk}" selected' in refused.text
    assert on_call(agency) == [third.user]
    again = mine | {"version": version_in(refused)}
    # The same click twice is no conflict.
    assert client.post(url, again).status_code == 302
    assert client.post(url, again).status_code == 302
    assert on_call(agency) == [colleague.user]


def test_somebody_of_another_organisation_is_not_put_on_call(client, agency, lead, colleague):
    put_on_call(actor=lead, organisation=agency, membership=colleague)
    other = add_member(organisation=OrganisationFactory(kind="agence"), user=UserFactory())
    with pytest.raises(NotThere):
        put_on_call(actor=lead, organisation=agency, membership=other)
    client.force_login(lead)
    for typed in (other.pk, "x"):
        answer = client.post(reverse("comptes:on_call", args=[agency.slug]), {"membre": typed})
        assert answer.status_code == 422
        assert "L’astreinte n’est pas changée" in answer.content.decode()
    assert on_call(agency) == [colleague.user]


def test_only_an_agency_has_somebody_on_call_and_only_its_lead_says_who(client, lead, colleague):
    with pytest.raises(NotLead):
        put_on_call(actor=colleague.user, organisation=colleague.organisation, membership=colleague)
    town = OrganisationFactory(kind="collectivite")
    mine = add_member(organisation=town, user=lead, role="responsable")
    with pytest.raises(NotLead):
        put_on_call(actor=lead, organisation=town, membership=mine)
    client.force_login(lead)
    assert client.post(reverse("comptes:on_call", args=[town.slug])).status_code == 404
    assert (
        "La nuit" not in client.get(reverse("comptes:members", args=[town.slug])).content.decode()
    )
