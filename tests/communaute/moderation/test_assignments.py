"""Who holds a case, and how it passes from one to another."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.moderation.enums import Act, CaseStatus, DecisionKind, Escalation
from communaute.moderation.errors import (
    HeldByColleagueError,
    InvalidDecisionError,
    ModerationNotAllowed,
    StaleCaseError,
)
from communaute.moderation.models import Case
from communaute.moderation.perms import acting_organisations, can_decide
from communaute.moderation.services import (
    claim_case,
    decide_case,
    entrust,
    escalate,
    hand_over,
    passing_choices,
    undo_decision,
)
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.words import mail_parts
from communaute.organisations.models import Absence
from tests.clock import NOON
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

from .factories import CaseFactory, hidden_case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "Je pars en congé ce soir."


@pytest.fixture
def agency():
    return OrganisationFactory(name="Agence de l’Isère", covers=["38"])


@pytest.fixture
def agent(agency):
    return MembershipFactory(organisation=agency).user


@pytest.fixture
def colleague(agency):
    return MembershipFactory(organisation=agency, user__display_name="Nadia").user


@pytest.fixture
def lead(agency):
    return MembershipFactory(organisation=agency, role=MembershipRole.RESPONSABLE).user


@pytest.fixture
def neighbour():
    """An agency of the Rhône, in the same region."""
    return OrganisationFactory(name="Agence du Rhône", covers=["69"])


@pytest.fixture
def team():
    return UserFactory(equipe=True)


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def told(user):
    return set(Notification.objects.filter(user=user).values_list("kind", flat=True))


def keep(actor, case):
    case.refresh_from_db()
    return decide_case(actor=actor, case=case, version=case.version, kind=DecisionKind.KEEP)


def test_a_case_is_handed_to_a_colleague_who_alone_decides_it_then(agent, colleague, team):
    case = CaseFactory()
    hand_over(actor=agent, case=case, to=colleague, why=WHY)
    case.refresh_from_db()
    assert (case.claimed_by, case.status) == (colleague, CaseStatus.CLAIMED)
    line = case.log.get()
    assert (line.act, line.detail, case.passed_why) == (Act.HAND_OVER, "", WHY)
    assert told(colleague) == {"moderation.case_handed_over"}
    assert "question" in Notification.objects.get(user=colleague).title.lower()
    for other in (agent, team):
        with pytest.raises(HeldByColleagueError):
            keep(other, case)
    keep(colleague, case)


def test_it_is_handed_to_nobody_else_nor_without_a_reason(agent, colleague):
    case = CaseFactory()
    for to in (UserFactory(), UserFactory(agence=True), agent):
        with pytest.raises(InvalidDecisionError):
            hand_over(actor=agent, case=case, to=to, why=WHY)
    with pytest.raises(InvalidDecisionError):
        hand_over(actor=agent, case=case, to=colleague, why="x" * 9)
    hand_over(actor=agent, case=case, to=colleague, why="x" * 10)
    with pytest.raises(HeldByColleagueError):
        hand_over(actor=agent, case=case, to=agent, why=WHY)
    with pytest.raises(StaleCaseError):
        hand_over(actor=agent, case=hidden_case(agent), to=colleague, why=WHY)


def test_it_is_handed_to_nobody_who_is_away(agent, colleague):
    case, today = CaseFactory(), timezone.localdate()
    Absence.objects.create(user=colleague, starts_on=today, ends_on=today, backup=agent)
    assert f"personne-{colleague.pk}" not in dict(passing_choices(agent, case))
    with pytest.raises(InvalidDecisionError, match="est absente"):
        hand_over(actor=agent, case=case, to=colleague, why=WHY)


def test_escalated_to_the_lead_only_they_decide_and_the_others_still_read(agent, lead, team):
    case = claim_case(actor=agent, case=CaseFactory())
    escalate(actor=agent, case=case, level=Escalation.LEAD, why=WHY)
    case.refresh_from_db()
    assert case.claimed_by is None
    assert told(lead) == {"moderation.case_entrusted"}
    assert not told(agent)
    with pytest.raises(ModerationNotAllowed):
        keep(agent, case)
    assert case in Case.objects.visible_to(fresh(agent))
    assert can_decide(team, case)
    keep(lead, case)


def test_the_lead_is_not_offered_while_away_and_never_lost(agent, lead):
    case, today = CaseFactory(), timezone.localdate()
    assert Escalation.LEAD.value in dict(passing_choices(agent, case))
    Absence.objects.create(user=lead, starts_on=today, ends_on=today)
    assert Escalation.LEAD.value not in dict(passing_choices(agent, case))
    escalate(actor=agent, case=case, level=Escalation.LEAD, why=WHY)
    assert told(lead) == {"moderation.case_entrusted"}


def test_escalated_to_a_neighbour_its_members_see_and_decide_it(agent, neighbour, lead):
    them = MembershipFactory(organisation=neighbour).user
    case = CaseFactory()
    assert case not in Case.objects.visible_to(them)
    assert (f"voisine-{neighbour.pk}", "Agence du Rhône") in passing_choices(agent, case)
    entrust(actor=agent, case=case, to=f"voisine-{neighbour.pk}", why=WHY)
    case.refresh_from_db()
    assert told(them) == {"moderation.case_entrusted"}
    assert case in Case.objects.visible_to(fresh(them))
    assert acting_organisations(fresh(them), case) == [neighbour]
    with pytest.raises(ModerationNotAllowed):
        keep(fresh(lead), case)
    assert keep(fresh(them), case).organisation == neighbour


def test_an_agency_of_another_region_is_no_neighbour(agent, neighbour):
    far = OrganisationFactory(name="Agence de Loire-Atlantique", covers=["44"])
    choices = dict(passing_choices(agent, CaseFactory()))
    assert f"voisine-{neighbour.pk}" in choices
    assert f"voisine-{far.pk}" not in choices
    with pytest.raises(InvalidDecisionError):
        entrust(actor=agent, case=CaseFactory(), to=f"voisine-{far.pk}", why=WHY)


def test_escalated_to_the_national_team_only_the_team_decides(agent, lead, team):
    case = CaseFactory()
    escalate(actor=agent, case=case, level=Escalation.NATIONAL, why=WHY)
    case.refresh_from_db()
    assert told(team) == {"moderation.case_entrusted"}
    with pytest.raises(ModerationNotAllowed):
        claim_case(actor=lead, case=case)
    keep(team, case)


def test_what_is_entrusted_or_handed_over_late_says_since_when(agent, colleague, lead):
    for delay, said in ((-HOUR, "En retard depuis le"), (HOUR, "À décider au plus tard le")):
        case = CaseFactory(due_at=NOON + delay)
        hand_over(actor=agent, case=case, to=colleague, why=WHY)
        escalate(actor=agent, case=CaseFactory(due_at=NOON + delay), level=Escalation.LEAD, why=WHY)
        for person, kind in ((colleague, "case_handed_over"), (lead, "case_entrusted")):
            mail = Mail.objects.filter(user=person, kind=f"moderation.{kind}").latest("pk")
            text = mail_parts(kind_of(mail.kind), mail.context)["text"]
            assert text.rpartition("\n")[2].startswith(said)


def test_the_clock_escalates_too_and_twice_is_once(team):
    case = CaseFactory()
    for _ in range(2):
        escalate(actor=None, case=case, level=Escalation.NATIONAL, why="Délai dépassé.")
    line = case.log.get()
    assert (line.act, line.actor) == (Act.ESCALATE, None)


def test_the_list_of_what_one_may_decide_says_what_the_check_says(person, neighbour):
    entrusted = {Escalation.NEIGHBOUR: neighbour}
    cases = [
        CaseFactory(level=level, entrusted_to=entrusted.get(level))
        for level in ("", *Escalation.values)
    ]
    for role in ("agence", "agence_ailleurs", "equipe", "membre", "exploitant"):
        user = person(role)
        listed = Case.objects.visible_to(user).within_reach_of(user)
        assert set(listed) == {case for case in cases if can_decide(user, case)}, role


def test_the_queue_of_who_escalated_keeps_it_apart(client, agent, team):
    case = CaseFactory()
    escalate(actor=agent, case=case, level=Escalation.NATIONAL, why=WHY)
    client.force_login(agent)

    def shown(**query):
        return [line.case for line in client.get("/moderation/", query).context["page_obj"]]

    assert shown() == []
    assert shown(etat="ailleurs") == [case]
    assert "Équipe nationale" in client.get("/moderation/", {"etat": "ailleurs"}).text
    # There is nobody above the national team.
    client.force_login(team)
    assert shown() == [case]
    assert shown(etat="ailleurs") == []
    assert "Confiés à d’autres (0 dossier)" in client.get("/moderation/").text


def test_passing_it_on_by_the_form(client, agent, colleague):
    case = CaseFactory()
    client.force_login(agent)
    url = reverse("moderation:hand_over", args=[case.pk])
    assert "Nadia" in client.get(url).text
    refused = client.post(url, {"to": f"personne-{colleague.pk}", "why": "vite"})
    assert refused.status_code == 422
    assert "vite" in refused.text
    assert client.post(url, {"to": "personne-0", "why": WHY}).status_code == 422
    assert client.post(url, {"to": f"personne-{colleague.pk}", "why": WHY}).status_code == 302
    case.refresh_from_db()
    assert case.claimed_by == colleague
    # It is theirs now: said, and nothing is lost.
    again = client.post(url, {"to": Escalation.NATIONAL.value, "why": WHY})
    assert again.status_code == 409
    assert "Nadia" in again.text
    assert WHY in again.text


def test_who_gives_back_a_case_that_a_colleague_took_is_told_so(client, agence):
    colleague = MembershipFactory(organisation=agence.memberships.get().organisation).user
    case = CaseFactory()
    claim_case(actor=agence, case=case)
    claim_case(actor=colleague, case=case, take_over=True)
    client.force_login(agence)
    page = client.post(reverse("moderation:release", args=[case.pk]), follow=True)
    assert "suit maintenant ce dossier" in page.text
    case.refresh_from_db()
    assert case.claimed_by == colleague


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_decision_undone_leaves_the_case_to_whoever_held_it(agent, is_taken):
    case = CaseFactory()
    if is_taken:
        case = claim_case(actor=agent, case=case)
    decision = decide_case(actor=agent, case=case, version=case.version, kind=DecisionKind.KEEP)
    undo_decision(actor=agent, decision=decision)
    back = Case.objects.get()
    expected = (CaseStatus.CLAIMED, agent) if is_taken else (CaseStatus.OPEN, None)
    assert (back.status, back.claimed_by) == expected
    assert back.claimed_at == case.claimed_at
