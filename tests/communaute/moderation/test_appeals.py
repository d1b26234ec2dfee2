from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.enums import DecisionKind
from communaute.moderation.errors import AppealRefusedError, ModerationNotAllowed
from communaute.moderation.models import Appeal, Decision
from communaute.moderation.perms import can_appeal, can_decide_appeal, can_see_appeal
from communaute.moderation.services import appeal, decide_appeal
from communaute.moderation.services.log import is_intact
from communaute.questions.models import Question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import contested, hidden_case, statement_of
from tests.conftest import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Move the clock: `clock(moment)` is now."""

    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


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


def test_the_last_moment_to_contest_is_six_months_to_the_second(clock):
    statement = statement_of(hidden_case())
    assert statement.redress_until - statement.applies_from == timedelta(days=183)
    clock(statement.redress_until)
    assert can_appeal(statement)
    clock(statement.redress_until + timedelta(seconds=1))
    assert not can_appeal(statement)
    with pytest.raises(AppealRefusedError):
        appeal(actor=None, statement=statement, text="Trop tard ?")
    clock(statement.redress_until)
    assert appeal(actor=None, statement=statement, text="Juste à temps.")


def test_only_the_recipient_contests_and_with_words():
    statement = statement_of(hidden_case())
    with pytest.raises(ModerationNotAllowed):
        appeal(actor=UserFactory(), statement=statement, text="À sa place.")
    with pytest.raises(AppealRefusedError):
        appeal(actor=statement.recipient, statement=statement, text="   ")


def test_an_upheld_appeal_shows_the_text_again(sent, equipe):
    filed = contested()
    with sent() as outbox:
        decide_appeal(actor=equipe, appeal=filed, upheld=True, reply="Vous avez raison.")
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
    assert is_intact(case)


def test_a_rejected_appeal_is_answered_in_writing_and_the_text_stays_hidden(sent, equipe):
    filed = contested()
    with sent() as outbox:
        decide_appeal(actor=equipe, appeal=filed, upheld=False, reply="Le numéro reste visible.")
    case = filed.statement.decision.case
    assert Question.objects.get(pk=case.object_id).status == "masque"
    assert Decision.objects.filter(case=case).count() == 1
    assert "Le numéro reste visible." in outbox[0].body
    assert "tribunal" in outbox[0].body


def test_a_text_its_author_deleted_stays_deleted_when_the_appeal_is_upheld(equipe):
    filed = contested()
    case = filed.statement.decision.case
    Question.objects.filter(pk=case.object_id).update(status="supprime")
    decide_appeal(actor=equipe, appeal=filed, upheld=True, reply="Vous avez raison.")
    assert Question.objects.get(pk=case.object_id).status == "supprime"


def test_the_decider_never_answers_the_appeal(equipe):
    statement = statement_of(hidden_case(equipe))
    filed = appeal(actor=statement.recipient, statement=statement, text="Je conteste.")
    assert not can_decide_appeal(equipe, filed)
    with pytest.raises(ModerationNotAllowed):
        decide_appeal(actor=equipe, appeal=filed, upheld=False, reply="Non.")
    colleague = UserFactory(equipe=True)
    assert can_decide_appeal(colleague, filed)
    assert decide_appeal(actor=colleague, appeal=filed, upheld=True, reply="Oui.").upheld


def test_an_appeal_is_answered_once_and_never_without_words(equipe):
    filed = contested()
    with pytest.raises(AppealRefusedError):
        decide_appeal(actor=equipe, appeal=filed, upheld=True, reply="  ")
    decide_appeal(actor=equipe, appeal=filed, upheld=False, reply="Voici pourquoi.")
    with pytest.raises(AppealRefusedError):
        decide_appeal(actor=UserFactory(equipe=True), appeal=filed, upheld=True, reply="Si.")


@pytest.mark.parametrize("role", ROLES)
def test_list_and_object_checks_agree_for_every_persona(role, person):
    user = person(role)
    appeals = [contested(), contested(content__author=user)]
    listed = set(Appeal.objects.visible_to(user))
    assert {found for found in appeals if can_see_appeal(user, found)} == listed
    assert listed == ({appeals[0]} if role == "equipe" else set())
    for found in appeals:
        assert can_decide_appeal(user, found) == (found in listed)
