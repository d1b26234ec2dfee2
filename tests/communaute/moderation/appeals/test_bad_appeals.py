"""What is wrong with an appeal is said plainly; and somebody always can answer, or it is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.comptes.services import add_member
from communaute.moderation.appeals import appeal
from communaute.moderation.enums import AppealRoute, DecisionKind
from communaute.moderation.errors import ModerationNotAllowed
from communaute.moderation.models import Appeal, Proposal
from communaute.moderation.perms import can_decide_appeal, deciders_of
from communaute.moderation.tokens import signed_url
from communaute.moderation.waiting import appeals_to_answer
from communaute.notifications.models import Mail
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import contested, hidden_case, statement_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement():
    return statement_of(hidden_case())


def path(statement):
    return reverse("moderation:appeal", args=[statement.puid])


@pytest.mark.usefixtures("told_at_once")
def test_twice_on_the_page_is_one_and_another_text_is_409(client, statement):
    client.force_login(statement.recipient)
    said = {"text": "Je ne vends rien."}
    assert client.post(path(statement), said).status_code == 302
    assert client.post(path(statement), said).status_code == 302
    again = client.post(path(statement), {"text": "Encore une chose."})
    assert again.status_code == 409
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(("seconds", "status"), [(0, 302), (1, 409)])
def test_six_months_to_the_second_on_the_page(client, statement, monkeypatch, seconds, status):
    client.force_login(statement.recipient)
    moment = statement.redress_until + timedelta(seconds=seconds)
    session = client.session
    session.set_expiry(400 * 24 * 3600)
    session.save()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert client.post(path(statement), {"text": "Juste à temps ?"}).status_code == status
    assert Appeal.objects.exists() is (status == 302)


def test_once_the_account_is_closed_the_page_is_gone_and_the_link_still_contests(client, statement):
    author, link = statement.recipient, signed_url(statement)
    close_account(actor=author)
    with pytest.raises(ModerationNotAllowed):
        appeal(actor=author, statement=statement, text="Je ne vends rien.")
    token = link.split("jeton=")[1].replace("%3A", ":")
    said = {"text": "Je ne vends rien.", "jeton": token}
    assert client.post(path(statement), said).status_code == 302
    filed = Appeal.objects.get()
    assert filed.statement.recipient is None
    assert not Mail.objects.filter(kind="moderation.appeal_received").exists()


# Somebody always can answer; when nobody can, it is told.


def test_one_agency_alone_and_no_team_is_told_to_the_contact_address(settings):
    lead = UserFactory(agence=True)
    lead.memberships.update(role="responsable")
    filed = contested(actor=lead)
    assert deciders_of(filed) == (AppealRoute.NOBODY, [])
    assert not can_decide_appeal(lead, filed)
    alert = Mail.objects.get(kind="moderation.appeal_without_decider")
    assert alert.email == settings.CONTACT_EMAIL


def test_the_lead_of_another_agency_answers_when_the_team_is_empty():
    agent = UserFactory(agence=True)
    other = UserFactory(agence_ailleurs=True)
    other.memberships.update(role="responsable")
    member = UserFactory(agence_ailleurs=True)
    filed = contested(actor=agent)
    assert deciders_of(filed) == (AppealRoute.AGENCIES, [other])
    assert can_decide_appeal(other, filed)
    assert not can_decide_appeal(member, filed)
    # It waits for whoever is asked, and for nobody else.
    assert [appeals_to_answer(one) for one in (other, member, agent)] == [1, 0, 0]


def test_it_waits_for_none_of_those_who_proposed_or_never_judge_it():
    proposer, away, free = (UserFactory(equipe=True) for _ in range(3))
    filed = contested(actor=UserFactory(agence=True))
    decision = filed.statement.decision
    said = {"kind": DecisionKind.HIDE, "facts": "Ce texte.", "rule": "Règle 1."}
    Proposal.objects.create(
        case=decision.case,
        decision=decision,
        proposed_by=proposer,
        closed_at=filed.filed_at,
        **said,
    )
    decision.case.kept_away.add(away)
    assert [appeals_to_answer(one) for one in (proposer, away, free)] == [0, 0, 1]
    assert deciders_of(filed)[1] == [free]


def test_everybody_in_conflict_is_nobody_until_somebody_comes(settings):
    decider = UserFactory(equipe=True)
    author = UserFactory(collectivite=True)
    colleague = UserFactory(equipe=True)
    add_member(organisation=author.organisations.get(), user=colleague)
    agency_lead = UserFactory(agence_ailleurs=True)
    agency_lead.memberships.update(role="responsable")
    add_member(organisation=author.organisations.get(), user=agency_lead)
    filed = contested(actor=decider, content__author=author)
    assert deciders_of(filed) == (AppealRoute.NOBODY, [])
    for person in (decider, colleague, agency_lead, author):
        assert not can_decide_appeal(person, filed)
    assert Mail.objects.filter(email=settings.CONTACT_EMAIL).count() == 1
    free = UserFactory()
    add_member(organisation=OrganisationFactory(kind="equipe"), user=free)
    assert deciders_of(filed) == (AppealRoute.TEAM, [free])
