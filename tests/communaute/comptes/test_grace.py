"""Second factors are asked where a right is used, from the moment a first role begins."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from communaute.comptes.admin_rights import rights_of, rights_of_group, write_down
from communaute.comptes.enums import MembershipRole
from communaute.comptes.errors import ProtectionAwaited
from communaute.comptes.models import Membership, User
from communaute.comptes.numbers import NUMBERS
from communaute.comptes.perms import colleagues_of, is_national_team, memberships_of, withhold_roles
from communaute.comptes.second_factor import requirements, services
from communaute.comptes.services import add_member, leave_organisation
from communaute.comptes.sessions.services import BEGUN
from communaute.organisations.errors import Unusable
from communaute.organisations.invitations import answer, find_invitation, invite, token_of
from communaute.organisations.models import OrganisationInvitation
from communaute.questions.models import Answer
from tests.clock import stop
from tests.communaute.questions.factories import QuestionFactory
from tests.mails import sent_mails

from .factories import MembershipFactory, OrganisationFactory, UserFactory
from .test_requirements import ASKED, SECRET, late, prove, sign_in, told
from .test_signin import text_of

pytestmark = pytest.mark.django_db

DAYS = timedelta(days=NUMBERS.second_factor_days)


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


def later(monkeypatch, days):
    moment = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(requirements.timezone, "now", lambda: moment)


def waits(client, path="/agence/"):
    return client.get(path).get("Location", "").startswith(reverse("second_factor_wait"))


def test_joining_while_signed_in_begins_the_time_then_and_waits_when_it_is_over(
    client, monkeypatch, now
):
    organisation = OrganisationFactory(covers=["38"])
    lead = MembershipFactory(organisation=organisation, role=MembershipRole.RESPONSABLE).user
    user = UserFactory()
    sign_in(client, user)
    assert user.second_factor_due is None
    invitation = invite(
        actor=lead, organisation=organisation, email=user.email, role=MembershipRole.MEMBRE
    )
    answer(actor=user, token=token_of(invitation), accepts=True)
    user.refresh_from_db()
    assert user.second_factor_due == now + DAYS
    assert [ASKED in mail.subject for mail in sent_mails() if user.email in mail.to][-1]
    assert not waits(client)
    later(monkeypatch, NUMBERS.second_factor_days)
    assert waits(client)


def test_neither_another_role_nor_coming_back_gives_time_again(now):
    first, second = OrganisationFactory(), OrganisationFactory()
    for one in (first, second):
        MembershipFactory(organisation=one, role=MembershipRole.RESPONSABLE)
    user = UserFactory()
    add_member(organisation=first, user=user)
    due = now - timedelta(days=1)
    user.second_factor_due = due
    user.save()
    add_member(organisation=second, user=user)
    leave_organisation(actor=user, organisation=first)
    leave_organisation(actor=user, organisation=second)
    add_member(organisation=first, user=user)
    user.refresh_from_db()
    assert user.second_factor_due == due
    assert len(told(user)) == 1


def test_a_factor_added_then_removed_out_of_any_role_gives_no_time_again():
    organisation = OrganisationFactory()
    MembershipFactory(organisation=organisation, role=MembershipRole.RESPONSABLE)
    user = late(UserFactory())
    due = user.second_factor_due
    services.add_application(actor=user, secret=SECRET)
    services.remove(actor=user, factor=Authenticator.objects.get(user=user, type="totp"))
    add_member(organisation=organisation, user=user)
    user.refresh_from_db()
    assert user.second_factor_due == due


def test_a_role_begun_unseen_is_counted_from_the_sign_in(client, monkeypatch):
    user = UserFactory()
    client.force_login(user)
    session = client.session
    session[BEGUN] = int(timezone.now().timestamp())
    session.save()
    MembershipFactory(user=user, organisation=OrganisationFactory(covers=["38"]))
    assert client.get("/agence/").status_code == 200
    later(monkeypatch, NUMBERS.second_factor_days)
    assert waits(client)


def test_rights_given_in_the_back_office_begin_the_time(now, rf):
    user = UserFactory()
    before = rights_of(user)
    user.groups.add(Group.objects.get_or_create(name="Editors")[0])
    write_down(user, before, rights_of(user))
    user.refresh_from_db()
    assert user.second_factor_due == now + DAYS


def test_a_group_that_gains_a_right_begins_the_time_of_its_members(now):
    group = Group.objects.create(name="Relecture")
    user = UserFactory()
    group.user_set.add(user)
    before = rights_of_group(group)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    write_down(group, before, rights_of_group(group))
    user.refresh_from_db()
    assert user.second_factor_due == now + DAYS


def test_an_invitation_gives_nothing_once_who_sent_it_waits_for_a_second_factor(
    client, monkeypatch, now
):
    organisation = OrganisationFactory()
    lead, user = UserFactory(), UserFactory()
    add_member(organisation=organisation, user=lead, role=MembershipRole.RESPONSABLE)
    later(monkeypatch, NUMBERS.second_factor_days - 1)
    invitation = invite(actor=lead, organisation=organisation, email=user.email, role="membre")
    token = token_of(invitation)
    assert find_invitation(token) == invitation
    later(monkeypatch, 1)
    with pytest.raises(Unusable) as refused:
        answer(actor=user, token=token, accepts=True)
    assert refused.value.why == Unusable.NO_LONGER_GIVEN
    page = text_of(client.get(reverse("invitations:invitation", args=[token])))
    assert "ne peut pas, ou plus, inviter pour cette organisation" in page
    assert not organisation.memberships.filter(user=user).exists()
    # Protected, the account gives again what it may give.
    services.add_application(actor=lead, secret=SECRET)
    assert find_invitation(token) == invitation


def test_who_is_held_back_is_a_plain_member_and_stays_a_colleague():
    organisation = OrganisationFactory()
    user, other = UserFactory(), UserFactory()
    for person in (user, other):
        MembershipFactory(user=person, organisation=organisation)
    withhold_roles(user)
    assert memberships_of(user) == []
    assert colleagues_of(user) == {user.pk, other.pk}
    admin = UserFactory(is_superuser=True)
    assert is_national_team(admin)
    withhold_roles(admin)
    assert not is_national_team(admin)
    assert not admin.has_perm("wagtailadmin.access_admin")


def test_a_lead_with_a_password_alone_takes_no_accomplice_in(client):
    team = OrganisationFactory(kind="equipe")
    lead = late(UserFactory())
    MembershipFactory(user=lead, organisation=team, role=MembershipRole.RESPONSABLE)
    client.force_login(lead)
    address = reverse("invitations:invite", args=[team.slug])
    data = {"email": "complice@exemple.fr", "role": MembershipRole.RESPONSABLE}
    for found in (
        client.post(address, data),
        client.post(reverse("comptes:leave", args=[team.slug])),
    ):
        assert found.status_code == 403
        assert str(ProtectionAwaited()) in text_of(found)
    assert not OrganisationInvitation.objects.exists()
    assert Membership.objects.filter(organisation=team).count() == 1


def test_nothing_is_written_under_the_badge_of_an_organisation(client):
    user = late(UserFactory(agence=True))
    question = QuestionFactory()
    client.force_login(user)
    assert client.get(question.get_absolute_url()).status_code == 200
    address = reverse("questions:answer", args=[question.pk])
    assert str(ProtectionAwaited()) in text_of(client.get(address))
    typed = "Nous venons à l’assemblée de mars, avec nos chiffres."
    refused = client.post(address, {"body": typed, "submission_key": str(uuid4())})
    assert refused.status_code == 403
    assert typed in text_of(refused)
    assert not Answer.objects.exists()


def test_a_session_opened_before_the_factor_gives_nothing(client):
    user = late(UserFactory(exploitant=True))
    stolen = Client()
    stolen.force_login(user)
    client.force_login(user)
    services.add_application(actor=user, secret=SECRET)
    prove(client, user)
    assert client.get("/exploitant/").status_code == 200
    assert waits(stolen, "/exploitant/")


def test_who_joins_while_signed_in_is_the_lazy_account_of_the_request(now):
    user = UserFactory()
    add_member(
        organisation=OrganisationFactory(kind="agence"),
        user=SimpleLazyObject(lambda: User.objects.get(pk=user.pk)),
    )
    user.refresh_from_db()
    assert user.second_factor_due == now + DAYS
