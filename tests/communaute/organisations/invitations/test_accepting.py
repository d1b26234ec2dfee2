"""Invited by a lead, a member once they accept: the link, its days, its one use."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.errors import ModeratesAndOperates
from communaute.comptes.models import Membership, RoleChange, User
from communaute.comptes.services import add_member, change_role, set_members
from communaute.notifications.models import Mail, Notification
from communaute.organisations.errors import (
    MayNotInvite,
    OtherAddress,
    TooManyWait,
    Unusable,
    WorksHereAlready,
)
from communaute.organisations.invitations import (
    answer,
    erase_of,
    find_invitation,
    invite,
    take_back,
    token_of,
)
from communaute.organisations.models import OrganisationInvitation
from socle.calendar import end_of_day
from socle.scheduler.runner import run
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.comptes.test_signin import code_of_last_mail
from tests.mails import leaves, sent_mails

from .matrix import invited

pytestmark = pytest.mark.django_db
EMAIL = "invitee@exemple.test"


@pytest.fixture
def lead():
    return UserFactory(display_name="Léa")


@pytest.fixture
def agency(lead):
    found = OrganisationFactory(kind="agence", name="Agence de l’Isère")
    add_member(organisation=found, user=lead, role="responsable")
    return found


def link_of(row):
    return reverse("invitations:invitation", args=[token_of(row)])


@pytest.mark.parametrize("role", ["membre", "responsable"])
def test_nobody_is_a_member_before_accepting_then_it_is_written_down(client, agency, lead, role):
    person = UserFactory(email=EMAIL, display_name="Karim")
    row = invite(actor=lead, organisation=agency, email=" Invitee@Exemple.test ", role=role)
    assert not Membership.objects.filter(user=person).exists()
    assert link_of(row) in sent_mails()[-1].body
    client.force_login(person)
    assert client.get(link_of(row)).status_code == 200
    assert not Membership.objects.filter(user=person).exists()
    assert client.post(link_of(row), {"reponse": "accepter"}).status_code == 302
    assert Membership.objects.get(user=person).role == role
    line = RoleChange.objects.get()
    assert (line.actor, line.person, line.before, line.after) == (lead, person, "", role)
    assert Mail.objects.filter(kind="invitations.accepted", user=lead).exists()
    # One use, and the address is of no use any more.
    row.refresh_from_db()
    assert row.email == ""
    client.force_login(UserFactory())
    used = client.get(link_of(row))
    assert used.status_code == 404
    assert "Elle a déjà servi" in used.content.decode()


def test_refusing_leaves_nothing(client, lead, agency):
    person = UserFactory(email=EMAIL)
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    client.force_login(person)
    assert client.post(link_of(row), {"reponse": "peut-être"}).status_code == 422
    client.post(link_of(row), {"reponse": "refuser"})
    assert not person.memberships.exists()
    assert not OrganisationInvitation.objects.exists()
    assert Mail.objects.filter(kind="invitations.refused", user=lead).exists()


def test_the_link_is_worth_nothing_to_another_account(client, lead):
    row = invited(lead)
    stranger = UserFactory()
    with pytest.raises(OtherAddress):
        answer(actor=stranger, token=token_of(row), accepts=True)
    client.force_login(stranger)
    page = client.post(link_of(row), {"reponse": "accepter"})
    assert page.status_code == 409
    assert "Cette invitation est pour" in page.content.decode()
    assert not stranger.memberships.exists()


def test_an_address_without_account_signs_up_through_it(client, lead):
    row = invited(lead)
    page = client.get(link_of(row))
    way = f"{reverse('account_signup')}?email={EMAIL.replace('@', '%40')}&amp;next={link_of(row)}"
    assert way in page.content.decode().replace("%3A", ":")
    form = client.get(way.replace("&amp;", "&")).content.decode()
    assert f'value="{EMAIL}"' in form
    typed = {"email": EMAIL, "display_name": "Karim B.", "next": link_of(row)}
    client.post(reverse("account_signup"), typed)
    url = reverse("account_email_verification_sent")
    assert client.post(url, {"code": code_of_last_mail()}).url == link_of(row)
    client.post(link_of(row), {"reponse": "accepter"})
    assert Membership.objects.get(organisation=row.organisation, user__email=EMAIL)


def test_a_link_is_good_until_the_end_of_the_day_it_tells(agency, lead):
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    end = end_of_day(row.sent_at + timedelta(days=7))
    assert find_invitation(token_of(row), end - timedelta(seconds=1)) == row
    with pytest.raises(Unusable) as refused:
        find_invitation(token_of(row), end)
    assert refused.value.why == Unusable.EXPIRED


def test_sent_again_it_is_the_same_invitation_with_new_days(client, agency, lead):
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    old = row.sent_at - timedelta(days=8)
    OrganisationInvitation.objects.update(sent_at=old, expires_at=old + timedelta(days=7))
    client.force_login(lead)
    members = reverse("comptes:members", args=[agency.slug])
    assert "le lien ne vaut plus" in client.get(members).content.decode()
    sent = len(sent_mails())
    client.post(reverse("invitations:send_again", args=[agency.slug, row.pk]))
    assert find_invitation(token_of(row)) == row
    assert len(sent_mails()) == sent + 1
    again = invite(actor=lead, organisation=agency, email=EMAIL.upper(), role="responsable")
    assert (again.pk, again.role) == (row.pk, "responsable")


def test_withdrawn_or_given_by_who_leads_no_more_it_leads_nowhere(client, agency, lead):
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="responsable")
    other = UserFactory()
    second = add_member(organisation=agency, user=other, role="responsable")
    mine = agency.memberships.get(user=lead)
    change_role(actor=other, membership=mine, role="membre")
    with pytest.raises(Unusable):
        find_invitation(token_of(row))
    client.force_login(other)
    listed = reverse("comptes:members", args=[agency.slug])
    assert "qui l’a envoyée ne peut plus inviter ici" in client.get(listed).text
    again = invite(actor=second.user, organisation=agency, email=EMAIL, role="responsable")
    assert find_invitation(token_of(row)) == again
    assert "valable jusqu’au" in client.get(listed).text
    with pytest.raises(MayNotInvite):
        take_back(actor=User.objects.get(pk=lead.pk), invitation=again)
    assert take_back(actor=other, invitation=again)
    assert not take_back(actor=other, invitation=again)
    with pytest.raises(Unusable):
        answer(actor=UserFactory(email=EMAIL), token=token_of(row), accepts=True)


def test_a_mail_withdrawn_before_it_left_does_not_leave(agency, lead):
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    take_back(actor=lead, invitation=OrganisationInvitation.objects.get(pk=row.pk))
    assert not [mail for mail in sent_mails() if EMAIL in mail.to]


def test_members_alone_invite_nobody_and_a_member_is_not_invited(client, agency, lead):
    member = UserFactory()
    add_member(organisation=agency, user=member)
    with pytest.raises(MayNotInvite):
        invite(actor=member, organisation=agency, email=EMAIL, role="membre")
    client.force_login(member)
    assert client.get(reverse("invitations:invite", args=[agency.slug])).status_code == 404
    with pytest.raises(WorksHereAlready):
        invite(actor=lead, organisation=agency, email=member.email.upper(), role="responsable")
    client.force_login(lead)
    url = reverse("invitations:invite", args=[agency.slug])
    page = client.post(url, {"email": member.email, "role": "membre"})
    assert page.status_code == 409
    assert f'value="{member.email}"' in page.content.decode()


def test_so_many_wait_at_most(agency, lead, settings):
    settings.NUMBERS = {"invitations": {"open_max": 2}}
    first, _ = (
        invite(actor=lead, organisation=agency, email=f"p{number}@exemple.test", role="membre")
        for number in range(2)
    )
    with pytest.raises(TooManyWait):
        invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    invite(actor=lead, organisation=agency, email=first.email, role="membre")
    take_back(actor=lead, invitation=first)
    assert invite(actor=lead, organisation=agency, email=EMAIL, role="membre")


def test_it_is_forgotten_thirty_days_after_its_end(lead):
    row = invited(lead)
    end = row.expires_at + timedelta(days=30)
    step = ["invitations.erase_invitations"]
    assert run(end - timedelta(seconds=1), only=step).counts == {}
    assert run(end, only=step).counts == {"organisation_invitations_erased": 1}


def test_closing_an_account_forgets_what_it_got_and_sent(lead, agency):
    invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    other = invited(lead, email="autre@exemple.test")
    erase_of(UserFactory(email=EMAIL), other.sent_at)
    assert OrganisationInvitation.objects.get() == other
    erase_of(lead, other.sent_at)
    assert not OrganisationInvitation.objects.exists()


def test_the_list_costs_the_same_for_one_and_many(client, agency, lead, django_assert_num_queries):
    client.force_login(lead)
    url = reverse("comptes:members", args=[agency.slug])
    invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    expected = len(one)
    for number in range(20):
        invite(actor=lead, organisation=agency, email=f"p{number}@exemple.test", role="membre")
    client.get(url)
    with django_assert_num_queries(expected):
        client.get(url)


def test_whom_the_back_office_adds_or_removes_is_told_and_so_are_the_leads(agency, lead):
    boss, person = UserFactory(equipe=True), UserFactory(email=EMAIL, display_name="Karim")
    set_members(organisation=agency, users=[lead, person], actor=boss)
    assert Mail.objects.get(kind="invitations.added").user == person
    told = Notification.objects.get(kind="invitations.members_changed")
    assert (told.user, "Karim est membre" in told.title) == (lead, True)
    set_members(organisation=agency, users=[lead], actor=boss)
    assert Mail.objects.get(kind="invitations.removed").user == person
    assert Notification.objects.filter(kind="invitations.members_changed").count() == 2
    assert list(agency.role_changes.order_by("pk").values_list("actor", "before", "after")) == [
        (boss.pk, "", "membre"),
        (boss.pk, "membre", ""),
    ]


def test_who_adds_themselves_and_who_stays_are_told_nothing(agency, lead):
    boss = UserFactory(equipe=True)
    set_members(organisation=agency, users=[lead, boss], actor=boss)
    set_members(organisation=agency, users=[lead, boss], actor=boss)
    assert not Mail.objects.filter(kind="invitations.added").exists()
    assert Notification.objects.filter(user=lead).count() == 1


def test_who_works_for_an_operator_is_not_invited_to_moderate_nor_joins_since(client, agency, lead):
    """Nor the other way round: a moderator never sees requests as an operator."""
    operator = UserFactory(exploitant=True)
    address = reverse("invitations:invite", args=[agency.slug])
    client.force_login(lead)
    sent = client.post(address, {"email": operator.email, "role": "membre"})
    assert sent.status_code == 409
    assert "ne modère jamais" in str(sent.context["form"].errors["email"])

    row = invite(actor=lead, organisation=agency, email="lea@exemple.test", role="membre")
    later = UserFactory(exploitant=True, email="lea@exemple.test")
    client.force_login(later)
    answered = client.post(link_of(row), {"reponse": "accepter"})
    assert answered.status_code == 409
    assert "ne modère jamais" in answered.text
    assert not agency.memberships.filter(user=later).exists()

    for one, organisation in ((operator, agency), (lead, operator.memberships.get().organisation)):
        with pytest.raises(ModeratesAndOperates):
            add_member(organisation=organisation, user=one)


def answered(agency, lead, accepts):
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    answer(actor=UserFactory(email=EMAIL), token=token_of(row), accepts=accepts)
    return lead.email


def joined(agency, lead):
    set_members(organisation=agency, users=[lead, UserFactory()], actor=UserFactory(equipe=True))
    return lead.email


def waiting(agency, lead):
    invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    return EMAIL


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize(
    "act",
    [
        lambda *given: answered(*given, accepts=True),
        lambda *given: answered(*given, accepts=False),
        joined,
        waiting,
    ],
    ids=["accepted", "refused", "joined", "waiting"],
)
def test_a_lead_is_told_and_an_invitation_leaves_while_its_lead_answers_for_it(
    agency, lead, act, is_gone
):
    told = act(agency, lead)
    if is_gone:
        agency.memberships.filter(user=lead).delete()
    assert any(one.to == [told] for one in sent_mails()) is not is_gone


def test_accepted_meanwhile_it_is_neither_sent_again_nor_withdrawn(client, agency, lead):
    row = OrganisationInvitation.objects.create(
        organisation=agency,
        invited_by=lead,
        role="membre",
        sent_at=timezone.now(),
        expires_at=timezone.now(),
        accepted_at=timezone.now(),
    )
    client.force_login(lead)
    for name in ("send_again", "take_back"):
        address = reverse(f"invitations:{name}", args=[agency.slug, row.pk])
        assert "a été acceptée" in client.post(address, follow=True).text


def test_what_a_lead_is_told_of_a_colleague_is_still_so_as_it_leaves(agency, lead):
    boss, person = UserFactory(equipe=True), UserFactory(email=EMAIL)
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    answer(actor=person, token=token_of(row), accepts=True)
    set_members(organisation=agency, users=[lead], actor=boss)
    accepted = Mail.objects.get(kind="invitations.accepted")
    removed = Mail.objects.get(kind="invitations.members_changed")
    assert (leaves(accepted), leaves(removed)) == (False, True)

    set_members(organisation=agency, users=[lead, person], actor=boss)
    added = Mail.objects.filter(kind="invitations.members_changed").latest("pk")
    assert (leaves(accepted), leaves(removed), leaves(added)) == (True, False, True)


def test_a_refusal_is_not_told_of_who_joined_otherwise_since(agency, lead):
    person = UserFactory(email=EMAIL)
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    answer(actor=person, token=token_of(row), accepts=False)
    mail = Mail.objects.get(kind="invitations.refused")
    assert leaves(mail)
    add_member(organisation=agency, user=person, role="membre")
    assert not leaves(mail)


def test_an_answer_given_already_is_said_to_both(client, agency, lead):
    person = UserFactory(email=EMAIL)
    row = invite(actor=lead, organisation=agency, email=EMAIL, role="membre")
    client.force_login(person)
    for _ in range(2):
        page = client.post(link_of(row), {"reponse": "accepter"}, follow=True)
        assert page.redirect_chain == [("/mon-compte/", 302)]
    assert "Vous travaillez déjà pour Agence de l’Isère." in page.text

    other = invite(actor=lead, organisation=agency, email="autre@exemple.test", role="membre")
    answer(actor=UserFactory(email=other.email), token=token_of(other), accepts=False)
    client.force_login(lead)
    for act in ("take_back", "send_again"):
        address = reverse(f"invitations:{act}", args=[agency.slug, other.pk])
        again = client.post(address, follow=True)
        assert again.redirect_chain == [(reverse("comptes:members", args=[agency.slug]), 302)]
        assert "elle est refusée, ou déjà retirée" in again.text
