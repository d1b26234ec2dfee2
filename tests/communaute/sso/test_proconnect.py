"""ProConnect: the same way in, an organisation that is proposed, an identity that changes."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from communaute.comptes.models import Membership, Organisation, RoleChange, User
from communaute.comptes.services import add_member, clean_siret
from communaute.notifications.models import Mail
from communaute.sso import services
from communaute.sso.errors import AlreadyDecided, MayNotDecide, NoLongerAsked
from communaute.sso.identity_providers import find_way
from communaute.sso.join_requests import (
    ask_other_identity,
    can_decide,
    decide,
    propose_membership,
)
from communaute.sso.models import AccessRequest
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.comptes.test_signin import CODE
from tests.mails import leaves, sent_mails

from .provider import SIRET, parameters, path_of
from .test_franceconnect import text_of, who

pytestmark = pytest.mark.django_db

START = "/comptes/avec/proconnect/"
LIST = "/mon-compte/demandes-d-acces/"
EMAIL = "paul@agence.test"


def go(client, provider, sub="sub-pro"):
    left = client.post(START)
    return client.get(path_of(provider.pass_through(left.url, sub)), follow=False)


def confirm(client):
    client.post(f"{START}adresse/", {"email": EMAIL})
    codes = [found[0] for mail in sent_mails() if (found := CODE.search(mail.body))]
    return client.post(f"{START}code/", {"code": codes[-1]})


def sign_up(client, provider):
    go(client, provider)
    confirm(client)
    return client.post(f"{START}nom/", {"display_name": "Paul"})


@pytest.fixture
def agency():
    return OrganisationFactory(kind="agence", name="Agence de l’Isère", siret=SIRET)


@pytest.fixture
def lead(agency):
    user = UserFactory(display_name="Léa")
    add_member(organisation=agency, user=user, role="responsable")
    return user


@pytest.mark.one_database
def test_what_is_asked_of_it(client, proconnect):
    asked = parameters(client.post(START).url)
    assert set(asked["scope"].split()) == {"openid", "email", "siret"}
    assert asked["claims"] == '{"id_token": {"amr": {"essential": true}}}'
    assert "acr_values" not in asked
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32


def test_the_organisation_is_proposed_and_gives_no_right(client, proconnect, agency, lead):
    page = client.get(sign_up(client, proconnect).url)
    paul = User.objects.get(email=EMAIL)
    assert "Nous avons demandé à Agence de l’Isère" in page.content.decode()
    assert not Membership.objects.filter(user=paul).exists()
    asked = AccessRequest.objects.get()
    assert (asked.user, asked.organisation, asked.state) == (paul, agency, "waiting")
    assert [mail.to for mail in sent_mails() if "rejoindre" in mail.subject] == [[lead.email]]
    # Again asks nothing more.
    go(Client(), proconnect)
    assert AccessRequest.objects.count() == 1


def test_a_lead_accepts_in_the_page_of_members(client, proconnect, agency, lead):
    sign_up(Client(), proconnect)
    asked = AccessRequest.objects.get()
    client.force_login(lead)
    assert "Paul" in text_of(client.get(reverse("comptes:members", args=[agency.slug])))
    assert "1 demande d’accès attend" in text_of(client.get(reverse("comptes:home")))
    for _ in range(2):
        response = client.post(f"{LIST}{asked.pk}/", {"decision": "accepter"})
        assert response.url == LIST
    assert Membership.objects.get(user=asked.user).role == "membre"
    line = RoleChange.objects.get()
    assert (line.actor, line.person, line.before, line.after) == (lead, asked.user, "", "membre")
    assert sum("Vous êtes membre" in mail.subject for mail in sent_mails()) == 1
    again = client.post(f"{LIST}{asked.pk}/", {"decision": "refuser"})
    assert again.status_code == 409
    assert client.post(f"{LIST}{asked.pk}/", {"decision": "peut-etre"}).status_code == 422
    AccessRequest.objects.all().delete()
    gone = client.post(f"{LIST}{asked.pk}/", {"decision": "accepter"}, follow=True)
    assert gone.redirect_chain == [(LIST, 302)]
    assert "Cette demande n’existe plus" in text_of(gone)


def test_a_refusal_is_told_and_not_asked_again(client, proconnect, agency, lead):
    sign_up(client, proconnect)
    asked = AccessRequest.objects.get()
    decide(actor=lead, asked=asked, accepts=False)
    with pytest.raises(AlreadyDecided):
        decide(actor=lead, asked=asked, accepts=True)
    page = go(Client(), proconnect)
    assert page.status_code == 302
    assert not Membership.objects.filter(user=asked.user).exists()
    assert AccessRequest.objects.get().state == "refused"


def test_without_a_lead_the_national_team_answers(proconnect, agency, equipe):
    way = find_way("proconnect")
    paul = UserFactory()
    asked = propose_membership(actor=paul, way=way, siret=SIRET)
    assert [mail.to for mail in sent_mails()] == [[equipe.email]]
    with pytest.raises(MayNotDecide):
        decide(actor=paul, asked=asked, accepts=True)
    decide(actor=equipe, asked=asked, accepts=True)
    assert Membership.objects.filter(user=paul, organisation=agency).exists()


def test_a_number_that_nobody_has_proposes_nothing(client, proconnect):
    page = client.get(sign_up(client, proconnect).url)
    assert f"Aucune organisation n’a ici le SIRET {SIRET}" in page.content.decode()
    assert not AccessRequest.objects.exists()


def test_a_number_that_is_wrong_is_not_believed(client, proconnect, agency, lead):
    Organisation.objects.filter(pk=agency.pk).update(siret="13002526500014")
    proconnect.store("sub-pro", email=EMAIL, siret="13002526500014")
    sign_up(client, proconnect)
    assert not AccessRequest.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    "claims, done",
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"amr": [], "acr": "https://proconnect.gouv.fr/assurance/self-asserted-2fa"}, True),
        ({"amr": [], "acr": "eidas1"}, False),
        ({"amr": [], "acr": "eidas2"}, True),
    ],
    ids=str,
)
def test_a_second_factor_done_there_is_known_here(
    client, proconnect, agency, settings, claims, done
):
    proconnect.store("sub-pro", email=EMAIL, **claims)
    sign_up(client, proconnect)
    again = Client()
    go(again, proconnect)
    for browser in (client, again):
        records = browser.session["account_authentication_methods"]
        assert any(record["method"] == "mfa" for record in records) is done
    settings.SECOND_FACTOR_REQUIRED = True
    add_member(organisation=agency, user=User.objects.get(email=EMAIL))
    assert Mail.objects.filter(kind="comptes.second_factor_due").exists() is not done


def test_another_identity_with_the_same_mail_waits_for_a_lead(client, proconnect, agency, lead):
    sign_up(Client(), proconnect)
    paul = User.objects.get(email=EMAIL)
    add_member(organisation=agency, user=paul)
    AccessRequest.objects.all().delete()
    proconnect.store("sub-new", email=EMAIL, siret=SIRET)
    go(client, proconnect, "sub-new")
    said = confirm(client)
    assert said.status_code == 200
    assert "Une personne doit confirmer que c’est vous" in text_of(said)
    assert who(client) is None
    assert SocialAccount.objects.get().uid.endswith(" sub-pro")
    asked = AccessRequest.objects.get(kind="identity")
    assert not can_decide(paul, asked) and can_decide(lead, asked)
    client.force_login(lead)
    assert "Demandez-lui de vive voix" not in text_of(client.get(reverse("comptes:home")))
    assert "demandez-lui de vive voix" in text_of(client.get(LIST))
    client.post(f"{LIST}{asked.pk}/", {"decision": "accepter"})
    assert SocialAccount.objects.get().uid.endswith(" sub-new")
    assert go(Client(), proconnect, "sub-new").url == reverse("comptes:home")
    # The former one opens nothing any more.
    assert go(Client(), proconnect, "sub-pro").url == f"{START}adresse/"


def test_an_identity_refused_before_is_not_said_to_wait(client, proconnect, agency, lead):
    sign_up(Client(), proconnect)
    add_member(organisation=agency, user=User.objects.get(email=EMAIL))
    proconnect.store("sub-new", email=EMAIL)
    go(client, proconnect, "sub-new")
    confirm(client)
    decide(actor=lead, asked=AccessRequest.objects.get(kind="identity"), accepts=False)
    go(client, proconnect, "sub-new")
    said = confirm(client)
    assert said.status_code == 409
    assert "On a déjà répondu" in text_of(said)
    assert "il est prévenu" not in text_of(said)


def test_somebody_elses_identity_is_not_even_asked(client, proconnect):
    """Another mail at the provider: whoever reads both mailboxes links nothing."""
    sign_up(Client(), proconnect)
    proconnect.store("sub-other", email="autre@agence.test")
    go(client, proconnect, "sub-other")
    assert confirm(client).status_code == 409
    assert not AccessRequest.objects.exists()


def test_who_may_decide_is_the_same_in_a_list_and_for_one(agency, lead, equipe, agence_ailleurs):
    paul = UserFactory()
    kinds = (
        AccessRequest.objects.create(
            kind="membership", user=paul, organisation=agency, way="proconnect"
        ),
        AccessRequest.objects.create(kind="identity", user=paul, uid="x", way="proconnect"),
        AccessRequest.objects.create(kind="identity", user=equipe, uid="x", way="proconnect"),
    )
    add_member(organisation=agency, user=paul)
    for person in (lead, equipe, agence_ailleurs, paul, UserFactory()):
        found = set(AccessRequest.objects.decided_by_me(person))
        assert found == {one for one in kinds if can_decide(person, one)}, person


def test_the_pages_cost_the_same_at_one_and_at_twenty(
    client, agency, lead, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(lead)
    address = reverse("comptes:members", args=[agency.slug])

    def ask(count):
        for _ in range(count):
            AccessRequest.objects.create(
                kind="membership", user=UserFactory(), organisation=agency, way="proconnect"
            )

    ask(1)
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    with django_assert_max_num_queries(40) as one_list:
        client.get(LIST)
    ask(19)
    with django_assert_num_queries(len(one)):
        client.get(address)
    with django_assert_num_queries(len(one_list)):
        client.get(LIST)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "typed, kept",
    [
        ("130 025 265 00013", SIRET),
        (SIRET, SIRET),
        ("13002526500014", None),
        ("1300252650001", None),
        ("", None),
        ("abc", None),
    ],
)
def test_a_siret(typed, kept):
    assert clean_siret(typed) == kept


@pytest.mark.parametrize("typed, kept", [("130 025 265 00013", SIRET), ("", None)])
def test_the_team_writes_it_down(client, agency, typed, kept):
    team = UserFactory(intendance=True)
    client.force_login(team)
    address = f"/gestion/organisations/edit/{agency.pk}/"
    form = client.get(address).context["form"]
    posted = {name: form[name].value() or "" for name in ("kind", "name", "slug", "email")}
    wrong = client.post(address, posted | {"siret": "13002526500014"})
    assert "Ce n’est pas un numéro SIRET" in wrong.content.decode()
    posted["people"] = "\n".join(agency.members.values_list("email", flat=True))
    assert client.post(address, posted | {"siret": typed}).status_code == 302
    agency.refresh_from_db()
    assert agency.siret == kept


def test_what_is_decided_or_undone_before_the_mail_leaves_is_not_told(proconnect, agency, lead):
    other = UserFactory()
    add_member(organisation=agency, user=other, role="responsable")
    paul = UserFactory()
    asked = propose_membership(actor=paul, way=find_way("proconnect"), siret=SIRET)
    decide(actor=lead, asked=asked, accepts=True)
    Membership.objects.filter(user=paul).delete()
    told = [mail.subject for mail in sent_mails()]
    assert [one for one in told if "demande à rejoindre" in one or "Vous êtes membre" in one] == []


def test_who_joined_otherwise_since_is_not_said_refused_nor_to_be_accepted(
    proconnect, agency, lead
):
    other = UserFactory()
    add_member(organisation=agency, user=other, role="responsable")
    way, paul = find_way("proconnect"), UserFactory()
    asked = propose_membership(actor=paul, way=way, siret=SIRET)
    told = Mail.objects.filter(kind="sso.asked_membership").first()
    assert leaves(told)
    add_member(organisation=agency, user=paul, role="membre")
    assert not leaves(told)
    assert not AccessRequest.objects.waiting().exists()
    for accepts in (True, False):
        with pytest.raises(NoLongerAsked):
            decide(actor=lead, asked=asked, accepts=accepts)

    Membership.objects.filter(user=paul).delete()
    decide(actor=lead, asked=asked, accepts=False)
    refused = Mail.objects.get(kind="sso.membership_refused")
    assert leaves(refused)
    add_member(organisation=agency, user=paul, role="membre")
    assert not leaves(refused)


@pytest.mark.parametrize("accepts", [True, False])
def test_an_identity_is_told_as_it_is_when_the_mail_leaves(proconnect, agency, lead, accepts):
    paul = UserFactory()
    add_member(organisation=agency, user=paul, role="membre")
    mine = SocialAccount.objects.create(provider="proconnect", uid="old", user=paul)
    asked = ask_other_identity(actor=paul, way=find_way("proconnect"), uid="new")
    decide(actor=lead, asked=asked, accepts=accepts)
    mail = Mail.objects.filter(user=paul).latest("pk")
    assert leaves(mail)
    mine.refresh_from_db()
    mine.uid = "other" if accepts else "new"
    mine.save()
    assert not leaves(mail)


def test_an_identity_that_was_unlinked_since_is_replaced_by_nothing(
    client, proconnect, agency, lead
):
    paul, way = UserFactory(), find_way("proconnect")
    add_member(organisation=agency, user=paul, role="membre")
    SocialAccount.objects.create(provider="proconnect", uid="old", user=paul)
    asked = ask_other_identity(actor=paul, way=way, uid="new")
    services.unlink(actor=paul, way=way)
    client.force_login(lead)
    answer = client.post(reverse("sso_access:decide", args=[asked.pk]), {"decision": "accepter"})
    assert answer.status_code == 409
    assert "il n’y a plus d’identité à remplacer" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize("accepts", [True, False])
@pytest.mark.usefixtures("proconnect")
def test_who_linked_it_or_closed_the_account_since_waits_for_nothing(agency, lead, accepts):
    way, paul = find_way("proconnect"), UserFactory()
    add_member(organisation=agency, user=paul)
    other = ask_other_identity(actor=paul, way=way, uid="sub-neuf")
    zoe = UserFactory()
    join = propose_membership(actor=zoe, way=way, siret=SIRET)
    assert AccessRequest.objects.decided_by_me(lead).waiting().count() == 2
    SocialAccount.objects.create(user=paul, provider=way.key, uid="sub-neuf")
    User.objects.filter(pk=zoe.pk).update(is_active=False)
    assert not AccessRequest.objects.decided_by_me(lead).waiting().exists()
    for asked in (other, join):
        with pytest.raises(NoLongerAsked):
            decide(actor=lead, asked=asked, accepts=accepts)
    assert not Membership.objects.filter(user=zoe).exists()
