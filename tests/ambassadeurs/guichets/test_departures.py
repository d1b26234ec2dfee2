"""Somebody no longer works for an organisation: what they had in hand goes back to the desk."""

from html import unescape

import pytest
from django.urls import reverse

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.mails.notify import announce_request, announce_thanks
from ambassadeurs.demandes.names import asker_name
from ambassadeurs.guichets.handling import services as handling
from ambassadeurs.visites.notify import ask
from communaute.comptes.errors import LastLead, NotLead
from communaute.comptes.models import Membership
from communaute.comptes.services import (
    add_member,
    leave_organisation,
    remove_member,
    set_members,
)
from communaute.moderation.enums import Act, CaseStatus
from communaute.moderation.models import ModerationLog
from communaute.moderation.services import claim_case
from communaute.moderation.services.alerts import tell_late
from communaute.notifications.models import Mail, Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import SurveyFactory
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.notifications.factories import NotificationFactory

pytestmark = pytest.mark.django_db


LEAVES = pytest.mark.parametrize(
    ("held", "how"),
    [("exploitant", "removed"), ("agence", "left"), ("exploitant", "back office")],
    indirect=["held"],
)


@pytest.fixture
def held(request):
    """A demande that a member follows, and the lead of the organisation."""
    demande = DemandeFactory(**{getattr(request, "param", "agence"): True})
    lead, member = UserFactory(), UserFactory(display_name="Karim B.")
    add_member(organisation=demande.organisation, user=lead, role="responsable")
    add_member(organisation=demande.organisation, user=member)
    handling.assign(actor=lead, demande=demande, colleague=member)
    return demande, lead, member


def gone(demande, lead, member, how):
    organisation = demande.organisation
    if how == "removed":
        assert remove_member(actor=lead, organisation=organisation, member=member)
    elif how == "left":
        assert leave_organisation(actor=member, organisation=organisation)
    else:
        set_members(organisation=organisation, users=[lead], actor=UserFactory(equipe=True))


@LEAVES
def test_the_demandes_of_who_leaves_are_nobodys_with_an_event(held, how):
    demande, lead, member = held
    closed = DemandeFactory(
        **{demande.kind: True}, organisation=demande.organisation, state=State.CLOSED
    )
    type(closed).objects.filter(pk=closed.pk).update(assigned_to=member)
    gone(demande, lead, member, how)
    demande.refresh_from_db()
    closed.refresh_from_db()
    assert demande.assigned_to is None
    assert closed.assigned_to is None
    (event,) = demande.events.all()
    assert "Karim B. ne travaille plus ici" in event.note
    assert not closed.events.exists()
    assert not Membership.objects.filter(user=member).exists()


def test_a_lead_removes_a_member_who_is_told(client, held):
    demande, lead, member = held
    membership = Membership.objects.get(user=member)
    client.force_login(lead)
    slug = demande.organisation.slug
    page = client.get(reverse("comptes:members", args=[slug])).content.decode()
    where = reverse("comptes:member_remove", args=[slug, membership.pk])
    assert where in page
    assert "Karim B." in client.get(where).content.decode()
    assert Membership.objects.filter(user=member).exists()
    assert client.post(where).status_code == 302
    assert not Membership.objects.filter(user=member).exists()
    told = Mail.objects.get(user=member, kind="invitations.removed")
    assert told.context["lead"] == lead.public_name
    assert "n’est plus membre" in client.post(where, follow=True).text


def test_the_last_lead_is_not_removed_and_a_member_removes_nobody(client, held):
    demande, lead, member = held
    with pytest.raises(NotLead):
        remove_member(actor=member, organisation=demande.organisation, member=lead)
    team = UserFactory(equipe=True)
    with pytest.raises(LastLead):
        remove_member(actor=team, organisation=demande.organisation, member=lead)
    client.force_login(team)
    only = Membership.objects.get(user=lead)
    where = reverse("comptes:member_remove", args=[demande.organisation.slug, only.pk])
    refused = client.post(where)
    assert refused.status_code == 409
    assert "dernière personne responsable" in refused.content.decode()
    # Oneself, one leaves.
    client.force_login(lead)
    assert client.get(where)["Location"] == reverse(
        "comptes:leave", args=[demande.organisation.slug]
    )


def test_the_cases_of_a_moderator_who_leaves_are_to_take_again():
    agency = OrganisationFactory(kind="agence", covers=["38"])
    lead, member = UserFactory(), UserFactory()
    add_member(organisation=agency, user=lead, role="responsable")
    add_member(organisation=agency, user=member)
    case = CaseFactory(commune_id="38185", departement_id="38")
    version = claim_case(actor=member, case=case).version
    remove_member(actor=lead, organisation=agency, member=member)
    case.refresh_from_db()
    assert (case.claimed_by, case.status) == (None, CaseStatus.OPEN)
    assert case.version == version + 1
    assert ModerationLog.objects.filter(act=Act.RELEASE, actor=lead).exists()


def test_a_colleague_removed_meanwhile_finds_what_was_typed(client):
    demande = DemandeFactory(exploitant=True)
    person = MembershipFactory(organisation=demande.organisation).user
    boss = MembershipFactory(organisation=demande.organisation, role="responsable").user
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/exploitant/demandes/{demande.public_id}/repondre/"
    assert client.get(f"/exploitant/demandes/{demande.public_id}/").status_code == 200
    remove_member(actor=boss, organisation=demande.organisation, member=person)
    answer = client.post(address, {"body": "Nous passons chez vous mardi."})
    assert answer.status_code == 403
    assert "Votre compte ne donne pas accès" in answer.text
    assert "Nous passons chez vous mardi." in answer.text
    elsewhere = client.post(address, {"body": "Un texte."}, headers={"origin": "https://autre.fr"})
    assert "Un texte." not in elsewhere.text


@LEAVES
def test_who_leaves_keeps_nothing_that_the_organisation_was_told(client, held, how):
    demande, lead, member = held
    text = demande.messages.create(author=demande.requester, from_requester=True, body="Un devis ?")
    elsewhere = DemandeFactory(requester=member)
    announce_request(demande, text)
    for survey in (SurveyFactory(demande=demande, user=member), SurveyFactory(demande=elsewhere)):
        ask(survey)
    for kind, thread in (
        ("moderation.case_to_decide", "x"),
        ("demandes.thanks", elsewhere.mail_thread),
    ):
        NotificationFactory(user=member, kind=kind, thread=thread)
    kept = Notification.objects.visible_to(member).filter(thread=elsewhere.mail_thread)
    mine = Notification.objects.visible_to(member)
    assert mine.filter(thread=demande.mail_thread).count() >= 2
    gone(demande, lead, member, how)
    left = mine.exclude(kind__startswith="invitations.")
    assert set(left) == set(kept)
    assert left.count() == left.unread().count() == 2
    # Colleagues keep theirs.
    assert Notification.objects.visible_to(lead).filter(thread=demande.mail_thread).exists()
    client.force_login(member)
    survey = f"/enquetes/{member.surveys.get(demande=demande).token}/"
    for answer in (
        client.get(survey),
        client.post(survey, {"helpful": "oui", "stage": "audit"}),
    ):
        assert answer.status_code == 404
        assert "Vous ne participez plus à l’échange" in unescape(answer.text)
        assert asker_name(demande) not in answer.text
    assert member.surveys.get(demande=demande).answered_at is None


def test_who_still_works_elsewhere_keeps_what_that_one_was_told():
    demande, other = DemandeFactory(exploitant=True), DemandeFactory(exploitant=True)
    member = UserFactory()
    for one in (demande, other):
        add_member(organisation=one.organisation, user=member)
        announce_thanks(one)
        NotificationFactory(user=member, kind="guichets.nudge", thread=one.mail_thread)
    leave_organisation(actor=member, organisation=demande.organisation)
    told = Notification.objects.visible_to(member).values_list("thread", flat=True)
    assert list(told) == [other.mail_thread] * 2


def test_who_still_works_elsewhere_keeps_of_moderation_what_they_may_still_read():
    member = UserFactory()
    left, kept = (OrganisationFactory(kind="agence", covers=[code]) for code in ("38", "44"))
    cases = [CaseFactory(departement_id="38"), CaseFactory(departement_id="44")]
    for agency, case in zip((left, kept), cases, strict=True):
        add_member(organisation=agency, user=member)
        member.forget()
        tell_late(case, [member])
    said = Notification.objects.filter(user=member, kind="moderation.case_late")
    assert said.count() == 2
    add_member(organisation=left, user=UserFactory(), role="responsable")
    leave_organisation(actor=member, organisation=left)
    assert [line.url for line in said.all()] == [cases[1].get_absolute_url()]


def test_an_account_that_cannot_close_is_said_in_words_for_the_team(client):
    alone = MembershipFactory(role="responsable")
    MembershipFactory(organisation=alone.organisation)
    client.force_login(UserFactory(equipe=True))
    address = f"/equipe/comptes/{alone.user.pk}/"
    page = client.get(address).text
    assert "c’est le dernier responsable d’une organisation" in page
    assert "Fermer ce compte</button>" not in page
    typed = {"close-reason": "Elle l’a demandé par écrit.", "close-email": alone.user.email}
    refused = client.post(f"{address}fermer/", typed)
    assert refused.status_code == 409
    assert "Elle l’a demandé par écrit." in refused.text
    assert "Vous êtes la dernière" not in refused.text
