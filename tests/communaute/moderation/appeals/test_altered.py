"""An appeal accepted in part: a lighter decision, with its own statement, replaces the first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.comptes.services import add_member
from communaute.moderation.appeals import Lighter, appeal, decide_appeal
from communaute.moderation.appeals.services import lighter_kinds, lighter_sanctions
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.deadlines import ends_after
from communaute.moderation.decision_rules import MARKS, Reasons
from communaute.moderation.enums import (
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    Ground,
    SanctionKind,
)
from communaute.moderation.errors import InvalidDecisionError
from communaute.moderation.models import Appeal, Decision, Sanction
from communaute.moderation.perms import can_appeal
from communaute.moderation.sanction_rules import may_write
from communaute.moderation.services import undo_decision
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.words import mail_parts
from communaute.questions.models import Question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    FACTS,
    RULE,
    CaseFactory,
    answered,
    contested,
    hidden_case,
    hide,
    statement_of,
)
from tests.communaute.moderation.sanctions.scenes import sanctioned
from tests.communaute.moderation.states import put_in_state

pytestmark = pytest.mark.django_db
REASONS = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE)
LABEL = Lighter(kind=DecisionKind.LABEL, detail="Des prix de 2019.", reasons=REASONS)
REPLY = "En partie : un avertissement suffit."


def alter(filed, lighter, actor=None, **more):
    return decide_appeal(
        actor=actor or UserFactory(equipe=True),
        appeal=filed,
        outcome=AppealOutcome.ALTERED,
        reply=REPLY,
        lighter=lighter,
        **more,
    )


def test_a_lighter_decision_replaces_the_first_with_its_own_statement(equipe):
    filed = contested()
    first = filed.statement
    alter(filed, LABEL, equipe)
    question = Question.objects.get()
    assert (question.status, question.caution) == (ContentStatus.PUBLISHED, "Des prix de 2019.")
    kinds = [one.kind for one in Decision.objects.order_by("pk")]
    assert kinds == [DecisionKind.HIDE, DecisionKind.RESTORE, DecisionKind.LABEL]
    fresh = Decision.objects.last().statement
    assert (fresh.recipient, fresh.visibility) == (first.recipient, "etiquete")
    assert can_appeal(fresh)
    filed.refresh_from_db()
    assert (filed.upheld, filed.outcome) == (True, AppealOutcome.ALTERED)
    assert [one.act for one in first.decision.case.log.all()][-3:] == [
        "recours_reforme",
        "retablir",
        "etiqueter",
    ]
    assert is_intact()


def test_the_author_the_first_decider_and_the_reporters_are_told_at_once(client, agence):
    """Nobody takes it back: neither its statement nor what reporters read waits for that."""
    filed = contested(actor=agence)
    case = filed.statement.decision.case
    alter(filed, LABEL)
    answer = Mail.objects.get(user=case.author, kind="moderation.appeal_decided")
    assert answer.context["outcome"] == AppealOutcome.ALTERED
    assert Notification.objects.filter(user=agence, kind="moderation.appeal_overturned").exists()
    notice, fresh = case.notices.get(), Decision.objects.last().statement
    to_author = Mail.objects.filter(user=case.author, kind="moderation.decision").waiting().get()
    told = Mail.objects.filter(user=notice.reporter, kind="moderation.notice_decided")
    to_reporter = told.waiting().get()
    assert to_author.context["decision"] == fresh.decision_id
    assert to_reporter.context["outcome"] == "etiqueter"
    now = timezone.now()
    assert [one.may_be_undone_at(now) for one in (to_author, to_reporter)] == [False, False]
    assert notice.answered_at is not None
    client.force_login(case.author)
    assert client.get(fresh.get_absolute_url()).status_code == 200
    assert fresh.get_absolute_url() in client.get(reverse("moderation:my_decisions")).text


@pytest.mark.parametrize("outcome", [AppealOutcome.ALTERED, AppealOutcome.OVERTURNED])
def test_what_an_appeal_decided_is_not_taken_back(client, equipe, outcome):
    """Its author was told the answer at once: « rien n’a été envoyé » would not be true."""
    filed = contested()
    case = filed.statement.decision.case
    lighter = LABEL if outcome == AppealOutcome.ALTERED else None
    decide_appeal(actor=equipe, appeal=filed, outcome=outcome, reply=REPLY, lighter=lighter)
    decision = case.decisions.last()
    with pytest.raises(InvalidDecisionError):
        undo_decision(actor=equipe, decision=decision)
    client.force_login(equipe)
    assert "Annuler cette décision" not in client.get(case.get_absolute_url()).text
    assert Question.objects.get().status == ContentStatus.PUBLISHED


def test_the_lead_of_another_agency_signs_in_its_name():
    filed = contested()
    lead = UserFactory(agence_ailleurs=True)
    lead.memberships.update(role="responsable")
    alter(filed, LABEL, lead)
    fresh = Decision.objects.last()
    assert fresh.organisation == lead.organisations.get()
    assert fresh.statement.signatory.startswith(fresh.organisation.name)


def test_who_may_not_open_the_case_is_not_led_to_it(client, equipe):
    filed = contested()
    case = filed.statement.decision.case.get_absolute_url()
    lead = UserFactory(agence_ailleurs=True)
    lead.memberships.update(role="responsable")
    for person, leads in ((lead, False), (equipe, True)):
        client.force_login(person)
        assert (f'href="{case}"' in client.get(filed.get_absolute_url()).text) is leads
        assert (client.get(case).status_code == 200) is leads


def test_what_is_lighter_on_a_text():
    every = [*MARKS, DecisionKind.ASK_EDIT]
    order = [DecisionKind.LABEL, DecisionKind.LIMIT, DecisionKind.ASK_EDIT, DecisionKind.HIDE]
    found = {kind: lighter_kinds(Decision(kind=kind), every) for kind in (*order, "supprimer")}
    assert found == {
        DecisionKind.LABEL: [],
        DecisionKind.LIMIT: order[:1],
        DecisionKind.ASK_EDIT: order[:2],
        DecisionKind.HIDE: order[:3],
        DecisionKind.REMOVE: order,
    }


def test_what_is_lighter_towards_a_person():
    closing = Decision(kind=DecisionKind.SANCTION, sanction=SanctionKind.CLOSING)
    assert lighter_sanctions(closing) == list(SanctionKind)[:-1]
    notice = Decision(kind=DecisionKind.SANCTION, sanction=SanctionKind.NOTICE)
    assert lighter_sanctions(notice) == []


def refused(filed, *lighter):
    """Those of these decisions that the service refuses, nothing being changed."""
    found = []
    for one in lighter:
        try:
            alter(filed, one)
        except InvalidDecisionError:
            found.append(one)
    return found


def test_what_is_not_lighter_or_lacks_its_reasons_changes_nothing():
    asked = [
        None,
        Lighter(kind=DecisionKind.HIDE, reasons=REASONS),
        Lighter(kind=DecisionKind.REMOVE, reasons=REASONS),
        Lighter(kind=DecisionKind.SANCTION, sanction=SanctionKind.NOTICE, reasons=REASONS),
        Lighter(kind=DecisionKind.LABEL, detail=" ", reasons=REASONS),
        Lighter(kind=DecisionKind.LABEL, detail="x" * 301, reasons=REASONS),
        Lighter(kind=DecisionKind.LIMIT),
    ]
    assert refused(contested(), *asked) == asked
    assert Decision.objects.count() == 1
    assert Appeal.objects.get().decided_at is None


def test_a_text_that_is_gone_has_no_other_decision():
    filed = contested()
    put_in_state(Question.objects.get(), ContentStatus.DELETED)
    with pytest.raises(InvalidDecisionError, match="n’existe plus"):
        alter(filed, LABEL)


# A measure towards a person.


@pytest.fixture
def measure(monkeypatch):
    """A suspension of three days, contested, read a day later."""
    case = CaseFactory()
    decision = sanctioned(SanctionKind.SUSPENSION, 72, case=case)
    filed = appeal(actor=case.author, statement=decision.statement, text="C’est trop.")
    later = decision.decided_at + timedelta(hours=24)
    monkeypatch.setattr(timezone, "now", lambda: later)
    return filed


def shorter(hours, sanction=SanctionKind.SUSPENSION):
    return Lighter(kind=DecisionKind.SANCTION, sanction=sanction, hours=hours, reasons=REASONS)


@pytest.mark.parametrize(
    ("lighter", "hours"),
    [
        (shorter(71), 71),
        (shorter(25), 25),
        (shorter(72, SanctionKind.READ_ONLY), 72),
        (shorter(None, SanctionKind.WARNING), 24 + 180 * 24),
    ],
)
def test_a_measure_is_made_shorter_or_lighter(measure, lighter, hours):
    first = measure.statement.decision
    alter(measure, lighter)
    old, new = Sanction.objects.order_by("pk")
    assert old.lifted_at is not None
    assert (new.kind, new.lifted_at) == (lighter.sanction, None)
    assert new.ends_at == ends_after(hours, first.decided_at)


def test_the_lighter_measure_holds_for_the_other_accounts_of_the_mailbox(measure):
    person = measure.statement.recipient
    person.email = "jeanne@gmail.com"
    person.save()
    other = UserFactory(email="jeanne+2@gmail.com")
    alter(measure, shorter(72, SanctionKind.READ_ONLY))
    assert not may_write(other)


def test_a_closed_account_has_no_other_measure(measure):
    close_account(actor=measure.statement.recipient)
    measure = Appeal.objects.get()
    with pytest.raises(InvalidDecisionError, match="n’existe plus"):
        alter(measure, shorter(48))


def test_longer_heavier_or_over_already_is_refused(measure):
    asked = [
        shorter(72),
        shorter(24),
        shorter(None),
        shorter(73, SanctionKind.READ_ONLY),
        shorter(48, SanctionKind.CLOSING),
        Lighter(kind=DecisionKind.SANCTION, reasons=REASONS, hours=48),
        LABEL,
    ]
    assert refused(measure, *asked) == asked
    assert Sanction.objects.get().lifted_at is None


# The page.


def post(client, filed, **data):
    path = reverse("moderation:answer_appeal", args=[filed.pk])
    case = filed.statement.decision.case
    case.refresh_from_db()
    return client.post(path, {"version": case.version, "reply": REPLY} | data)


def test_the_page_alters(client, equipe):
    filed = contested()
    client.force_login(equipe)
    page = client.get(filed.get_absolute_url())
    assert "Si vous acceptez en partie" in page.text
    assert FACTS in page.text
    rule = page.context["form"].fields["rule"].choices[1][1][0][0]
    asked = {"outcome": "reforme", "lighter": "etiqueter", "rule": rule, "facts": FACTS}
    refused = post(client, filed, **asked)
    assert refused.status_code == 422
    assert "Écrivez l’avertissement" in refused.text
    assert post(client, filed, **asked, detail="Des prix de 2019.").status_code == 302
    assert Question.objects.get().caution == "Des prix de 2019."


def test_the_page_shortens_a_measure_by_days(client, measure):
    client.force_login(UserFactory(equipe=True))
    asked = {"outcome": "reforme", "lighter": "suspension", "rule": "3.2", "facts": FACTS}
    for days, said in (
        ("", "Écrivez la durée de la mesure, en jours"),
        ("0", "un jour au moins"),
        ("367", "un an au plus"),
        ("3", "plus courte que la première"),
    ):
        response = post(client, measure, **asked, days=days)
        assert (response.status_code, said in response.text) == (422, True), days
    assert post(client, measure, **asked, days="2").status_code == 302
    first, last = Sanction.objects.order_by("pk")
    assert last.ends_at == first.starts_at + timedelta(days=2)


def test_a_bad_answer_is_said_beside_its_field_and_nothing_typed_is_lost(client, equipe):
    filed = contested()
    client.force_login(equipe)
    typed = "Un texte de dix mots."
    for data, message in (
        ({"outcome": ""}, "Choisissez une réponse"),
        ({"outcome": "autre"}, ""),
        ({"outcome": "reforme"}, "Choisissez la décision qui remplace"),
        ({"outcome": "reforme", "lighter": "supprimer"}, "Choisissez dans la liste"),
        ({"outcome": "confirme", "reply": " "}, "La réponse écrite est obligatoire"),
        ({"outcome": "confirme", "version": "deux"}, ""),
    ):
        response = post(client, filed, **({"facts": typed} | data))
        assert response.status_code == 422, data
        assert message in response.text
        assert typed in response.text, data
    assert Appeal.objects.get().decided_at is None


def test_a_case_that_moved_is_409_with_what_was_typed(client, equipe):
    filed = contested()
    client.force_login(equipe)
    path = reverse("moderation:answer_appeal", args=[filed.pk])
    response = client.post(path, {"version": 1, "outcome": "infirme", "reply": REPLY})
    assert response.status_code == 409
    assert "déjà décidé" in response.text
    assert REPLY in response.text
    assert Appeal.objects.get().decided_at is None
    assert post(client, filed, outcome="infirme").status_code == 302


def test_without_anything_lighter_nothing_more_is_asked(client, equipe):
    case = CaseFactory()
    decision = sanctioned(SanctionKind.NOTICE, case=case)
    filed = appeal(actor=case.author, statement=decision.statement, text="C’est trop.")
    client.force_login(equipe)
    page = client.get(filed.get_absolute_url()).text
    assert "en partie" not in page
    assert post(client, filed, outcome="reforme").status_code == 422


@pytest.mark.usefixtures("told_at_once")
def test_the_author_reads_that_the_first_decision_has_no_effect_any_more(client):
    case = hidden_case()
    statement = statement_of(case)
    filed = appeal(actor=case.author, statement=statement, text="Je ne vends rien.")
    member = UserFactory()
    add_member(organisation=UserFactory(equipe=True).organisations.get(), user=member)
    alter(filed, LABEL, member)
    client.force_login(case.author)
    page = client.get(statement.get_absolute_url()).text
    assert "Recours accepté en partie" in page
    assert "elle ne s’applique plus à ce texte" in page
    assert REPLY in page


def test_a_mark_taken_off_by_an_appeal_is_not_told_as_a_text_back_online():
    case = CaseFactory()
    hide(case, UserFactory(agence=True), kind=DecisionKind.LABEL, detail="Des prix de 2019.")
    statement = case.decisions.get().statement
    filed = appeal(actor=case.author, statement=statement, text="Ce sont des prix de 2024.")
    answered(filed)
    mail = Mail.objects.get(kind="moderation.appeal_decided")
    parts = mail_parts(kind_of(mail.kind), mail.context)
    assert "annulée" in parts["subject"]
    assert "en ligne" not in parts["subject"] + parts["text"]
