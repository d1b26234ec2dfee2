"""Between the act and its mail something else was done: a mail that became false does not leave."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.comptes.models import Membership
from communaute.moderation.appeals import Lighter, appeal, decide_appeal
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import (
    AppealOutcome,
    DecisionKind,
    Escalation,
    Ground,
    NoticeCategory,
    SanctionKind,
)
from communaute.moderation.models import Case, Proposal, Sanction
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.sanctions.services import (
    confirm_proposal,
    decline_proposal,
    lift_sanction,
)
from communaute.moderation.services import (
    alerts,
    claim_case,
    decide_case,
    escalate,
    hand_over,
    release_case,
    undo_decision,
)
from communaute.moderation.services.contests import ask_deciders
from communaute.notifications.models import Mail, Notification
from tests.clock import stop
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.moderation.factories import answered, reported
from tests.communaute.moderation.sanctions.scenes import lead, proposed, sanctioned
from tests.mails import leaves, sent_mails

from .factories import FACTS, RULE, CaseFactory, NoticeFactory, contested, hidden_case, hide

pytestmark = pytest.mark.django_db
WHY = "Le texte est maladroit, sans plus."
GIVEN = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE)


def got(person):
    """The subjects of the mails that this person got, the minutes to undo being over."""
    return [one.subject for one in sent_mails() if one.to == [person.email]]


def lines(person):
    """What this person reads on the site once these minutes are over."""
    later = timezone.now() + timedelta(minutes=NUMBERS.undo_minutes + 1)
    rows = Notification.objects.visible_to(person, later)
    return list(rows.order_by("pk").values_list("title", flat=True))


def restore(case, actor):
    case.refresh_from_db()
    return decide_case(actor=actor, case=case, version=case.version, kind=DecisionKind.RESTORE)


def accept(case, outcome=AppealOutcome.OVERTURNED, lighter=None):
    statement = case.decisions.exclude(statement=None).last().statement
    filed = appeal(actor=statement.recipient, statement=statement, text="Ce n’était pas une pub.")
    answered(filed, outcome, lighter=lighter)


@pytest.mark.parametrize("back", [restore, lambda case, _: accept(case)])
def test_a_text_that_is_back_is_not_told_hidden(agence, back):
    case = hidden_case(actor=agence)
    reporter = case.notices.get().reporter
    back(case, agence)
    # Nor back: of what the author never knew, only an appeal is answered.
    assert bool(got(case.author)) is (back is not restore)
    assert got(reporter)
    for person in (case.author, reporter):
        assert not [one for one in [*got(person), *lines(person)] if "masqué" in one]
    said = [one.body for one in sent_mails() if one.to == [reporter.email]]
    assert ["remis en ligne" in one for one in said] == [True]


def test_a_mail_that_waits_longer_does_not_say_hidden_either(agence, monkeypatch):
    case = hidden_case(actor=agence)
    stop(monkeypatch, timezone.now() + timedelta(hours=1))
    restore(case, agence)
    assert not [one for one in got(case.author) if "masqué" in one]


def test_a_measure_lifted_before_anybody_knew_is_told_to_nobody():
    decision = sanctioned(SanctionKind.SUSPENSION)
    person = decision.case.author
    lift_sanction(actor=decision.decided_by, sanction=decision.measure, why=WHY)
    assert (got(person), lines(person)) == ([], [])


def test_a_measure_that_was_told_is_told_lifted(monkeypatch):
    decision = sanctioned(SanctionKind.SUSPENSION)
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    lift_sanction(actor=decision.decided_by, sanction=decision.measure, why=WHY)
    assert [one.partition(" :")[0] for one in got(decision.case.author)] == ["C’est levé"]


MARKED = [
    (DecisionKind.LOCK, "On peut de nouveau répondre à votre question"),
    (DecisionKind.LIMIT, "Votre question n’est plus moins visible"),
    (DecisionKind.LABEL, "L’avertissement au-dessus de votre question est retiré"),
]


@pytest.mark.parametrize(("kind", "said"), MARKED)
def test_a_mark_lifted_is_not_told_back_online(agence, monkeypatch, kind, said):
    case = CaseFactory()
    hide(case, agence, kind=kind, detail="Prix de 2019.")
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    restore(case, agence)
    assert said in [one.partition(" :")[0] for one in got(case.author)]
    assert not [one.body for one in sent_mails() if "de nouveau en ligne" in one.body]


def test_a_measure_reduced_meanwhile_is_told_as_it_is_now():
    decision = sanctioned(SanctionKind.SUSPENSION)
    warned = Lighter(kind=DecisionKind.SANCTION, sanction=SanctionKind.WARNING, reasons=GIVEN)
    accept(decision.case, AppealOutcome.ALTERED, warned)
    subjects = got(decision.case.author)
    assert [one for one in subjects if one.startswith("Un avertissement")]
    assert not [one for one in subjects if "suspendu" in one]


def test_the_other_measures_are_those_of_the_moment_it_is_told(monkeypatch):
    decision = sanctioned(SanctionKind.PRE_MODERATION)
    person, kind = decision.case.author, SanctionKind.READ_ONLY
    other = sanctioned(kind, case=CaseFactory(content__author=person))
    sent_mails().clear()
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    lift_sanction(actor=decision.decided_by, sanction=decision.measure, why=WHY)
    lift_sanction(actor=other.decided_by, sanction=other.measure, why=WHY)
    said = [one.body for one in sent_mails() if one.to == [person.email]]
    assert len(said) == 2
    assert not [one for one in said if "s’applique encore" in one]


def test_a_measure_that_may_still_be_taken_back_is_not_named_by_the_end_of_another(monkeypatch):
    decision = sanctioned(SanctionKind.WARNING)
    person = decision.case.author
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    sanctioned(SanctionKind.READ_ONLY, case=CaseFactory(content__author=person))
    sent_mails().clear()
    lift_sanction(actor=decision.decided_by, sanction=decision.measure, why=WHY)
    (said,) = [one.body for one in sent_mails() if one.to == [person.email]]
    assert "s’applique encore" not in said


def test_restored_then_hidden_again_is_not_told_back_online(agence):
    case = hidden_case(actor=agence)
    sent_mails()
    stood = restore(case, agence)
    case.refresh_from_db()
    undo_decision(actor=agence, decision=stood)
    assert not [one for one in got(case.author) if "de nouveau en ligne" in one]


# ------------------------------------------------------------------ decisions taken by two people


def test_a_confirmation_undone_tells_nobody_and_the_proposal_waits_again(client):
    proposal, second = proposed(), lead()
    first = proposal.proposed_by
    decision = confirm_proposal(actor=second, proposal=proposal)
    undo_decision(actor=second, decision=decision)
    assert [one for one in got(first) if one.startswith("Confirmé")] == []
    assert [one for one in lines(first) if one.startswith("Confirmé")] == []
    assert list(Proposal.objects.waiting()) == [proposal]
    client.force_login(second)
    page = client.get(proposal.get_absolute_url()).text
    assert "attend une deuxième personne" in page
    assert "confirmé le" not in page
    # Confirmed for good, who proposed it knows.
    proposal.refresh_from_db()
    confirm_proposal(actor=second, proposal=proposal)
    assert [one for one in got(first) if one.startswith("Confirmé : Lecture seule")]
    assert Sanction.objects.filter(lifted_at=None).count() == 1


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
def test_what_waits_is_to_confirm_and_what_is_settled_no_more(answer):
    second, other = lead(), lead()
    proposal = proposed()
    told = Mail.objects.get(user=other, kind="moderation.proposal")
    assert leaves(told)
    if answer == "confirmed":
        confirm_proposal(actor=second, proposal=proposal)
    else:
        decline_proposal(actor=second, proposal=proposal, why=WHY)
    assert not leaves(told)


# ------------------------------------------------------------------ appeals


def test_an_appeal_that_waits_is_to_examine_and_once_answered_no_more():
    first, second = UserFactory(equipe=True), UserFactory(equipe=True)
    filed = contested()
    told = Mail.objects.get(user=second, kind="moderation.appeal_to_decide")
    assert leaves(told)
    decide_appeal(actor=first, appeal=filed, outcome=AppealOutcome.CONFIRMED, reply="Non.")
    assert not leaves(told)


def test_nobody_may_answer_is_not_told_once_somebody_may(settings):
    filed = contested()
    UserFactory(equipe=True)
    ask_deciders(filed, timezone.now())
    to = [one.subject for one in sent_mails() if one.to == [settings.CONTACT_EMAIL]]
    assert not [one for one in to if "personne ne peut examiner" in one]


# ------------------------------------------------------------------ cases, and who moderates them


def held(actor):
    case = CaseFactory()
    claim_case(actor=actor, case=case)
    case.refresh_from_db()
    return case


def colleague_of(person):
    organisation = person.memberships.get().organisation
    return MembershipFactory(organisation=organisation).user


def _late(person, case):
    alerts.tell_late(case, [person])


def _reminded(person, case):
    alerts.tell_late(case, [person], reminded_on=timezone.localdate())


def _hidden(person, case):
    Case.objects.filter(pk=case.pk).update(auto_hidden_at=timezone.now())
    alerts.tell_still_hidden(case, [person], timezone.now() + timedelta(hours=9))


def _urgent(person, case):
    reported(case.target, category=NoticeCategory.ILLEGAL, explanation="C’est interdit par la loi.")


def _entrusted(person, case):
    agency = person.memberships.get().organisation
    team = UserFactory(equipe=True)
    escalate(actor=team, case=case, level=Escalation.NEIGHBOUR, organisation=agency, why=WHY)


def _handed(person, case):
    other = colleague_of(person)
    claim_case(actor=other, case=case)
    hand_over(actor=other, case=case, to=person, why=WHY)


TOLD = [_late, _reminded, _hidden, _urgent, _entrusted, _handed]


@pytest.mark.parametrize("tells", TOLD)
def test_a_case_is_told_while_it_waits_to_who_still_moderates(agence, tells):
    case = CaseFactory()
    tells(agence, case)
    told = Mail.objects.waiting().get(user=agence)
    assert leaves(told)
    moderates = Membership.objects.get(user=agence)
    moderates.delete()
    assert not leaves(told)
    moderates.save()
    assert leaves(told)
    case.refresh_from_db()
    hide(case, case.claimed_by or UserFactory(equipe=True))
    assert not leaves(told)
    assert not got(agence)


def test_a_case_taken_over_then_given_back_or_released_is_not_told_taken_over(agence):
    case, other = held(agence), UserFactory(agence=True)
    claim_case(actor=other, case=case, take_over=True)
    claim_case(actor=agence, case=case, take_over=True)
    assert not got(agence)
    assert got(other)
    case = held(agence)
    claim_case(actor=other, case=case, take_over=True)
    release_case(actor=other, case=case)
    assert not got(agence)


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
def test_who_left_learns_no_answer_to_what_they_had_proposed(answer):
    first, second = UserFactory(agence=True), lead()
    proposal = proposed(actor=first)
    Membership.objects.filter(user=first).delete()
    if answer == "confirmed":
        confirm_proposal(actor=second, proposal=proposal)
    else:
        decline_proposal(actor=second, proposal=proposal, why=WHY)
    assert got(first) == []


# ------------------------------------------------------------------ the page of who reported


def outcome_read(client, case):
    page = client.get(case.notices.first().get_absolute_url()).text
    return page[page.index("<h1>") : page.index("mod-steps")]


@pytest.mark.usefixtures("told_at_once")
def test_a_measure_after_the_text_was_hidden_changes_nothing_of_its_outcome(client, agence):
    case = hidden_case(actor=agence)
    case.refresh_from_db()
    sanctioned(SanctionKind.WARNING, case=case)
    said = outcome_read(client, case)
    assert "Nous avons masqué le texte" in said
    assert "laissons" not in said


@pytest.mark.usefixtures("told_at_once")
def test_a_text_hidden_then_put_back_by_an_appeal_is_not_said_left(client, agence):
    case = hidden_case(actor=agence)
    case.refresh_from_db()
    # It rests on the text: the appeal lifts it, after all the rest.
    sanctioned(SanctionKind.READ_ONLY, case=case)
    filed = appeal(actor=case.author, statement=case.decisions.first().statement, text="Non.")
    answered(filed, reply="Oui.")
    said = outcome_read(client, case)
    assert "nous l’avons remis en ligne" in said
    assert "laissons" not in said


@pytest.mark.usefixtures("told_at_once")
def test_a_text_left_online_may_be_contested_after_a_measure(client, agence):
    case = CaseFactory()
    decide_case(actor=agence, case=case, version=1, kind=DecisionKind.KEEP)
    case.refresh_from_db()
    sanctioned(SanctionKind.WARNING, case=case)
    page = client.get(case.notices.first().get_absolute_url())
    assert "nous le laissons en ligne" in page.text
    assert page.context["form"] is not None


def test_the_page_says_who_was_told_once_the_mail_leaves(client, agence, monkeypatch):
    case = hidden_case(actor=agence)
    address = case.notices.get().get_absolute_url()
    for minutes, said in ((0, "dès que c’est décidé"), (5, "c’est fait")):
        stop(monkeypatch, timezone.now() + timedelta(minutes=minutes))
        page = client.get(address).text
        assert said in page[page.index("Vous êtes prévenu") :].partition("</li>")[0]


def test_who_left_no_address_is_never_said_to_be_told(client, agence):
    case = CaseFactory(notices=0)
    NoticeFactory(case=case, reporter=None, visitor_key="a")
    hide(case, agence)
    page = client.get(case.notices.get().get_absolute_url()).text
    assert "sur cette page" in page[page.index("Vous êtes prévenu") :].partition("</li>")[0]


def test_a_measure_undone_leaves_what_became_of_the_text_told(agence, client):
    case = hidden_case(actor=agence)
    case.refresh_from_db()
    decision = sanctioned(SanctionKind.WARNING, case=case, actor=agence)
    undo_decision(actor=agence, decision=decision)
    assert case.notices.get().told_at is not None
