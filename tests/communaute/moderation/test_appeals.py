from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.comptes.services import add_member
from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import (
    AppealOutcome,
    AppealRoute,
    ContentStatus,
    DecisionKind,
)
from communaute.moderation.errors import AppealRefusedError, ModerationNotAllowed
from communaute.moderation.models import Appeal, Case, Decision
from communaute.moderation.perms import (
    can_decide_appeal,
    can_moderate,
    can_see_appeal,
    deciders_of,
)
from communaute.moderation.querysets import moderators_of
from communaute.moderation.reminders.appeals import appeals_to_look_at, look_at_appeal
from communaute.moderation.waiting import appeals_to_answer
from communaute.notifications.models import Mail, Notification
from communaute.questions.models import Question
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import (
    CaseFactory,
    answered,
    contested,
    hidden_case,
    statement_of,
)
from tests.communaute.moderation.states import put_in_state
from tests.conftest import ROLES

pytestmark = pytest.mark.django_db


def test_the_author_contests_once_and_the_national_team_is_told(sent, equipe):
    case = hidden_case()
    statement = statement_of(case)
    with sent() as outbox:
        filed = appeal(actor=case.author, statement=statement, text=" Je ne vends rien. ")
        again = appeal(actor=case.author, statement=statement, text="Je ne vends rien.")
    assert again == filed
    assert filed.text == "Je ne vends rien."
    assert {message.to[0] for message in outbox} == {case.author.email, equipe.email}
    assert case.log.last().act == "recours"
    with pytest.raises(AppealRefusedError):
        appeal(actor=case.author, statement=statement, text="Encore.")
    assert Appeal.objects.count() == 1


def test_only_the_recipient_contests_and_with_words():
    statement = statement_of(hidden_case())
    with pytest.raises(ModerationNotAllowed):
        appeal(actor=UserFactory(), statement=statement, text="À sa place.")
    with pytest.raises(AppealRefusedError):
        appeal(actor=statement.recipient, statement=statement, text="   ")


def test_an_upheld_appeal_shows_the_text_again(sent, equipe):
    filed = contested()
    with sent() as outbox:
        answered(filed, actor=equipe)
    filed.refresh_from_db()
    case = filed.statement.decision.case
    assert (filed.upheld, filed.decided_by, filed.reply) == (True, equipe, "Vous avez raison.")
    assert Question.objects.get(pk=case.object_id).is_published
    assert case.decisions.last().kind == DecisionKind.RESTORE
    message = next(m for m in outbox if filed.statement.recipient.email in m.to)
    assert "Vous avez raison." in message.body
    assert [line.act for line in case.log.all()] == [
        "masquer",
        "recours",
        "recours_accepte",
        "retablir",
    ]
    assert is_intact()


def test_a_rejected_appeal_is_answered_in_writing_and_the_text_stays_hidden(sent, equipe):
    filed = contested()
    with sent() as outbox:
        answered(filed, AppealOutcome.CONFIRMED, actor=equipe, reply="Le numéro reste visible.")
    case = filed.statement.decision.case
    assert Question.objects.get(pk=case.object_id).status == "masque"
    assert Decision.objects.filter(case=case).count() == 1
    assert "Le numéro reste visible." in outbox[0].body
    assert "tribunal" in outbox[0].body
    assert not Notification.objects.filter(kind="moderation.appeal_overturned").exists()


def test_a_text_its_author_deleted_stays_deleted_when_the_appeal_is_upheld(equipe):
    filed = contested()
    case = filed.statement.decision.case
    put_in_state(case.target, ContentStatus.DELETED)
    answered(filed, actor=equipe)
    assert Question.objects.get(pk=case.object_id).status == "supprime"


def test_an_appeal_is_answered_once_and_never_without_words(equipe):
    filed = contested()
    with pytest.raises(AppealRefusedError):
        decide_appeal(actor=equipe, appeal=filed, outcome=AppealOutcome.OVERTURNED, reply="  ")
    answered(filed, AppealOutcome.CONFIRMED, actor=equipe, reply="Voici pourquoi.")
    with pytest.raises(AppealRefusedError):
        answered(filed, reply="Si.")


def test_list_and_object_checks_agree_for_every_persona(person):
    people = {role: person(role) for role in ROLES}
    of_nobody = contested()
    of_theirs = [contested(content__author=user) for user in people.values()]
    for role, user in people.items():
        listed = set(Appeal.objects.visible_to(user))
        every = (of_nobody, *of_theirs)
        assert {found for found in every if can_see_appeal(user, found)} == listed, role
        assert {found for found in every if can_decide_appeal(user, found)} == listed, role
        assert (of_nobody in listed) is (role == "equipe")
        assert not [found for found in listed if found.statement.recipient == user], role


# Who answers: never of the organisation concerned, and never nobody in silence.


def member(kind, *more, role="membre", user=None):
    """Somebody of an organisation of this kind, and of the other ones given."""
    user = user or UserFactory()
    organisation = OrganisationFactory(kind=kind)
    for found in (organisation, *more):
        add_member(organisation=found, user=user, role=role)
    return user, organisation


def test_the_lead_answers_when_only_they_took_no_part(equipe):
    lead = UserFactory(equipe=True)
    lead.memberships.update(role="responsable")
    statement = statement_of(hidden_case(equipe))
    filed = appeal(actor=statement.recipient, statement=statement, text="Je conteste.")
    assert deciders_of(filed) == (AppealRoute.LEAD, [lead])
    assert Notification.objects.filter(user=lead, kind="moderation.appeal_to_decide").count() == 1
    told = Notification.objects.get(user=statement.recipient, kind="moderation.appeal_received")
    assert "responsable de l’équipe nationale" in told.body


def test_the_lead_answers_even_when_their_other_organisation_is_concerned():
    agent = UserFactory(agence=True)
    agency = agent.organisations.get()
    team = OrganisationFactory(kind="equipe")
    lead, _ = member("syndic", agency)
    add_member(organisation=team, user=lead, role="responsable")
    colleague, _ = member("syndic", agency)
    add_member(organisation=team, user=colleague)
    statement = statement_of(hidden_case(agent))
    filed = appeal(actor=None, statement=statement, text="Je conteste.")
    assert deciders_of(filed) == (AppealRoute.LEAD, [lead])
    assert can_decide_appeal(lead, filed)
    assert not can_decide_appeal(colleague, filed)
    free = UserFactory(equipe=True)
    assert deciders_of(filed) == (AppealRoute.TEAM, [free])
    assert not can_decide_appeal(lead, filed)


@pytest.mark.usefixtures("told_at_once")
def test_nobody_at_all_is_said_to_the_person_and_to_the_contact_address(equipe, client, settings):
    statement = statement_of(hidden_case(equipe))
    filed = appeal(actor=statement.recipient, statement=statement, text="Je conteste.")
    assert deciders_of(filed) == (AppealRoute.NOBODY, [])
    alert = Mail.objects.get(kind="moderation.appeal_without_decider")
    assert alert.email == settings.CONTACT_EMAIL
    told = Notification.objects.get(user=statement.recipient, kind="moderation.appeal_received")
    assert "personne dans l’équipe ne peut" in told.body
    client.force_login(statement.recipient)
    assert "personne dans l’équipe ne peut" in client.get(statement.get_absolute_url()).text
    client.force_login(equipe)
    assert "personne d’autre ne le peut" in client.get(filed.get_absolute_url()).text
    # It is not for her to answer: nothing of it waits for her.
    assert (appeals_to_answer(equipe), appeals_to_answer(UserFactory(equipe=True))) == (0, 1)


def test_the_clock_tells_whoever_joins_the_team_and_nags_while_nobody_can(equipe):
    statement = statement_of(hidden_case(equipe))
    filed = appeal(actor=statement.recipient, statement=statement, text="Je conteste.")
    now = timezone.now()
    assert appeals_to_look_at(now) == []
    for days, alerts in ((1, {1, 2}), (8, {2, 3})):
        later = now + timedelta(days=days)
        assert appeals_to_look_at(later) == [filed.pk]
        assert look_at_appeal(filed.pk, later)["appeals_without_decider"] == 1
        assert look_at_appeal(filed.pk, later) == {}
        assert Mail.objects.filter(kind="moderation.appeal_without_decider").count() in alerts
    colleague = UserFactory(equipe=True)
    look_at_appeal(filed.pk, now + timedelta(days=9))
    assert Notification.objects.filter(user=colleague, kind="moderation.appeal_to_decide").exists()


@pytest.mark.parametrize(("seconds", "late"), [(-1, 0), (0, 1)])
def test_an_answer_is_late_at_its_day_and_it_is_said_once(equipe, seconds, late):
    filed = contested()
    at = filed.due_at + timedelta(seconds=seconds)
    assert look_at_appeal(filed.pk, at)["appeals_late"] == late
    look_at_appeal(filed.pk, at + timedelta(days=1))
    assert Notification.objects.filter(user=equipe, kind="moderation.appeal_late").count() == 1


def test_an_answered_appeal_is_left_alone(equipe):
    filed = contested()
    answered(filed, AppealOutcome.CONFIRMED, actor=equipe, reply="Voici pourquoi.")
    later = timezone.now() + timedelta(days=30)
    assert appeals_to_look_at(later) == []
    assert look_at_appeal(filed.pk, later) == {}


def test_who_decides_a_case_is_never_a_colleague_of_its_author():
    agent = UserFactory(agence=True)
    colleague = UserFactory()
    add_member(organisation=agent.organisations.get(), user=colleague)
    case = CaseFactory(content__author=colleague)
    assert not can_moderate(agent, case)
    assert case not in Case.objects.visible_to(agent)
    other = UserFactory(agence=True)
    team = UserFactory(equipe=True)
    assert list(moderators_of(case)) == [other]
    assert can_moderate(other, case)
    other.memberships.all().delete()
    assert list(moderators_of(case)) == [team]
